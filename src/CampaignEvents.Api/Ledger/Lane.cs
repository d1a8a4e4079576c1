using System.Threading.Channels;

namespace CampaignEvents.Api.Ledger;

/// <summary>
/// The queue of one campaign, written batch after batch. While a batch is under way the next gathers, so batches grow with
/// the load and a lone command waits for nobody.
/// </summary>
internal sealed partial class Lane : IAsyncDisposable
{
    private readonly Guid _campaignId;
    private readonly BatchWriter _writer;
    private readonly LedgerOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Channel<LedgerRequest> _queue;
    private readonly Task _run;

    public Lane(Guid campaignId, BatchWriter writer, LedgerOptions options, TimeProvider clock, ILogger logger)
    {
        (_campaignId, _writer, _options, _clock, _logger) = (campaignId, writer, options, clock, logger);
        _queue = Channel.CreateBounded<LedgerRequest>(new BoundedChannelOptions(options.QueueLength) { SingleReader = true });
        _run = Task.Run(RunAsync);
    }

    public bool TryEnqueue(LedgerRequest request) => _queue.Writer.TryWrite(request);

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _run;
    }

    private async Task RunAsync()
    {
        while (await _queue.Reader.WaitToReadAsync())
        {
            var batch = Take();
            try
            {
                await _writer.WriteAsync(_campaignId, batch);
            }
            catch (Exception fault)
            {
                LogFault(_campaignId, batch.Count, fault.GetType().Name);
                foreach (var request in batch)
                    request.Fail(fault);
            }
        }
    }

    private List<LedgerRequest> Take()
    {
        var batch = new List<LedgerRequest>();
        while (batch.Count < _options.BatchSize && _queue.Reader.TryRead(out var request))
        {
            if (request.Group?.Broken == true)
                request.Fail(new LedgerUnavailableException("A command before this one was not written."));
            else if (_clock.GetElapsedTime(request.QueuedAt) > _options.MaximumWait)
                request.Fail(new LedgerUnavailableException("The command waited too long for its turn."));
            else
                batch.Add(request);
        }
        return batch;
    }

    [LoggerMessage(1001, LogLevel.Error, "Campaign {CampaignId}: a batch of {Commands} commands failed: {Fault}")]
    private partial void LogFault(Guid campaignId, int commands, string fault);
}
