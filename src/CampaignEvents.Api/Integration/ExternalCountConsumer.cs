using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.ExternalCounts;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain;
using MassTransit;
using Commands = CampaignEvents.Domain.ExternalCounts;
using Contract = CampaignEvents.Contracts.RecordExternalCount;

namespace CampaignEvents.Api.Integration;

/// <summary>
/// Records what partners report over the bus, through the ledger's own command, which knows messages that it has seen. So a message that comes
/// again, for whatever reason and to whichever node, records nothing.
/// </summary>
internal sealed partial class ExternalCountConsumer(
    CampaignDirectory directory, CampaignLedger ledger, TimeProvider clock, ILogger<ExternalCountConsumer> logger) : IConsumer<Contract>
{
    private static readonly TimeSpan _firstWait = TimeSpan.FromSeconds(1), _longestWait = TimeSpan.FromSeconds(30);

    public async Task Consume(ConsumeContext<Contract> context)
    {
        var refusal = await RefusalAsync(context);
        if (refusal is null)
            return;
        LogRefused(context.MessageId, refusal);
        throw new MessageRefusedException(refusal);
    }

    private async Task<string?> RefusalAsync(ConsumeContext<Contract> context)
    {
        var (message, now) = (context.Message, clock.GetUtcNow());
        if (context.MessageId is not { } messageId || messageId == Guid.Empty)
            return "invalid-message-id";
        if (new ExternalCountRequest(message.Source, message.Count, null, message.ReadAt).Problems(now).FirstOrDefault() is { } problem)
            return "invalid-" + problem.Field;
        var command = new Commands.RecordExternalCount(
            message.Source.Trim(), message.Count, null, message.ReadAt?.ToUniversalTime(), InHistory: false, now, messageId);
        return (await UntilAvailableAsync(() => RecordAsync(message.Campaign ?? "", command, context.CancellationToken), context.CancellationToken))?.Code;
    }

    private async Task<Rejection?> RecordAsync(string slug, Command command, CancellationToken cancellation) =>
        await directory.FindAsync(slug, cancellation) is { } campaign
            ? (await ledger.ExecuteAsync(campaign.Id, command)).Rejection
            : Rejections.CampaignUnknown;

    // The message stays with the broker meanwhile; if this node ends, another gets it.
    private async Task<T> UntilAvailableAsync<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        for (var wait = _firstWait; ; wait = wait * 2 < _longestWait ? wait * 2 : _longestWait)
        {
            try
            {
                return await work();
            }
            catch (Exception fault) when (fault is LedgerUnavailableException || LedgerFault.IsUnavailable(fault))
            {
                LogWaiting(fault.GetType().Name);
                await Task.Delay(wait, clock, cancellation);
            }
        }
    }

    [LoggerMessage(2111, LogLevel.Warning, "Message {MessageId} was refused: {Code}")]
    private partial void LogRefused(Guid? messageId, string code);

    [LoggerMessage(2112, LogLevel.Warning, "An external count that came over the bus waits, because the database is not available ({Fault})")]
    private partial void LogWaiting(string fault);
}
