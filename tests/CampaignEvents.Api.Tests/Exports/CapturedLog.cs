using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CampaignEvents.Api.Tests.Exports;

/// <summary>Everything that a host logs from now on, of every level that is on.</summary>
internal sealed class CapturedLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> _entries = new();

    public CapturedLog(TestHost host) => host.Services.GetRequiredService<ILoggerFactory>().AddProvider(this);

    public string[] Messages => [.. _entries.Select(e => e.Text)];

    public string[] Warnings => [.. _entries.Where(e => e.Level >= LogLevel.Warning).Select(e => e.Text)];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _entries.Enqueue((logLevel, $"{formatter(state, exception)} {exception}"));

    public void Dispose()
    {
    }
}
