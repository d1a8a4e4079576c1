using System.Runtime.InteropServices;

namespace CampaignEvents.Benchmarks;

/// <summary>Ctrl-C and SIGTERM end a run in order: servers stopped, the temporary folder removed.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly List<PosixSignalRegistration> _signals = [];

    public CancellationToken Token => _source.Token;

    public static Interruption Begin()
    {
        var interruption = new Interruption();
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM])
        {
            interruption._signals.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                interruption._source.Cancel();
            }));
        }
        return interruption;
    }

    public void Dispose()
    {
        _signals.ForEach(signal => signal.Dispose());
        _source.Dispose();
    }
}
