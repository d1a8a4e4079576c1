using System.Diagnostics;
using System.Text;
using CampaignEvents.Api.Tests.Hosting;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace CampaignEvents.Api.Tests.Integration;

/// <summary>A RabbitMQ of the tests' own, run by <c>build/rabbitmq.sh</c>.</summary>
internal sealed class RabbitNode : IAsyncDisposable
{
    public const string Queue = "campaign-events.external-counts", ErrorQueue = Queue + "_error";

    private static readonly string _script = RepositoryFile.Find("build", "rabbitmq.sh")!.FullName;

    private readonly TemporaryFolder _folder = new();

    private RabbitNode()
    {
    }

    public Uri Uri { get; private set; } = null!;

    /// <summary>Why none can be had here; null: one can.</summary>
    public static string? Missing { get; } = Run("install") is (not 0, var output) ? output.Trim() : null;

    public static async Task<RabbitNode> StartAsync()
    {
        var node = new RabbitNode();
        await node.ComeBackAsync();
        return node;
    }

    public async Task ComeBackAsync()
    {
        var (status, output) = await Task.Run(() => Run("start", _folder.At("rabbit")));
        status.ShouldBe(0, output);
        Uri = new(output.Trim().Split('\n')[^1]);
    }

    public Task GoAwayAsync() => Task.Run(() => Run("stop", _folder.At("rabbit")).ShouldBe((0, "")));

    public async Task DoAsync(Func<IChannel, Task> work)
    {
        await using var connection = await new ConnectionFactory { Uri = Uri }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await work(channel);
    }

    /// <summary>Puts messages into the queue of external counts, without MassTransit.</summary>
    public Task PutAsync(params string[] bodies) => DoAsync(async channel =>
    {
        var properties = new BasicProperties { ContentType = "application/vnd.masstransit+json", Persistent = true };
        foreach (var body in bodies)
            await channel.BasicPublishAsync("", Queue, mandatory: true, properties, Encoding.UTF8.GetBytes(body));
    });

    /// <summary>How many messages wait; none in a queue that has not been made.</summary>
    public async Task<long> DepthAsync(string queue)
    {
        var depth = 0L;
        await DoAsync(async channel =>
        {
            try
            {
                depth = await channel.MessageCountAsync(queue);
            }
            catch (OperationInterruptedException)
            {
                depth = 0;
            }
        });
        return depth;
    }

    public async ValueTask DisposeAsync()
    {
        await GoAwayAsync();
        _folder.Dispose();
    }

    private static (int Status, string Output) Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(_script, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd() + errors.Result;
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
