using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CampaignEvents.Api.Tests.Exports;

/// <summary>Notices when a host is done with a request, whatever became of the client.</summary>
internal sealed class FinishedRequests : IObserver<KeyValuePair<string, object?>>
{
    private readonly ConcurrentQueue<string> _paths = new();

    public FinishedRequests(TestHost host) => host.Services.GetRequiredService<DiagnosticListener>().Subscribe(this);

    /// <summary>Waits until a request whose path ends so has finished.</summary>
    public async Task FinishedAsync(string path)
    {
        for (var waited = 0; !_paths.Any(p => p.EndsWith(path, StringComparison.Ordinal)); waited += 20)
        {
            waited.ShouldBeLessThan(60_000);
            await Task.Delay(20);
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value is { Key: "Microsoft.AspNetCore.Hosting.HttpRequestIn.Stop", Value: HttpContext context })
            _paths.Enqueue(context.Request.Path);
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }
}
