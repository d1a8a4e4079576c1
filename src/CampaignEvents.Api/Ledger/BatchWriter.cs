using CampaignEvents.Domain;
using CampaignEvents.Domain.Campaigns;
using Marten;
using Npgsql;

namespace CampaignEvents.Api.Ledger;

/// <summary>
/// Writes one batch in one transaction, under the exclusive lock of the campaign's stream: load, decide, append, project,
/// commit, and only then answer.
/// </summary>
internal sealed partial class BatchWriter(
    LedgerWrites writes, IEnumerable<ILedgerProjection> projections, StuckHolders stuckHolders, ILogger<BatchWriter> logger)
{
    private const int Attempts = 3;

    private readonly ILedgerProjection[] _projections = [.. projections];

    /// <summary>Writes the commands in order. Each is answered or failed when this returns.</summary>
    public async Task WriteAsync(Guid campaignId, IReadOnlyList<LedgerRequest> requests)
    {
        for (var attempt = 1; requests.Count > 0; attempt++)
        {
            var saving = false;
            try
            {
                var outcomes = await writes.InTransactionAsync((session, connection) =>
                    WriteOnceAsync(session, connection, campaignId, requests, () => saving = true));
                foreach (var (request, outcome) in outcomes)
                    request.Answer(outcome);
                return;
            }
            catch (Exception fault) when (!saving && LedgerFault.IsUnavailable(fault) && !LedgerFault.IsLockTimeout(fault) && attempt < Attempts)
            {
                // A connection that died while it was idle is noticed only when it is used; nothing was written over it.
                LogAgain(campaignId, attempt, LedgerFault.SqlState(fault));
            }
            catch (Exception fault) when (LedgerFault.IsLockTimeout(fault) && attempt < Attempts)
            {
                await stuckHolders.EndAsync();
            }
            catch (Exception fault) when (LedgerFault.LeftNothingBehind(fault) && attempt < Attempts)
            {
                LogAgain(campaignId, attempt, LedgerFault.SqlState(fault));
            }
            catch (Exception fault) when (LedgerFault.IsInput(fault) && requests.Count > 1)
            {
                // One command holds what the database will not store; halving finds it and spares the others.
                var half = requests.Count / 2;
                await WriteAsync(campaignId, [.. requests.Take(half)]);
                await WriteAsync(campaignId, [.. requests.Skip(half)]);
                return;
            }
            catch (Exception fault)
            {
                Fail(campaignId, requests, fault);
                return;
            }
        }
    }

    private async Task<List<(LedgerRequest, Outcome)>> WriteOnceAsync(
        IDocumentSession session, NpgsqlConnection connection, Guid campaignId, IReadOnlyList<LedgerRequest> requests, Action saving)
    {
        var stream = await session.Events.FetchForExclusiveWriting<Campaign>(campaignId);
        var campaign = stream.Aggregate ?? Campaign.Unlaunched;
        var before = campaign.Progress;
        var facts = new BatchFacts(campaignId);
        await facts.LoadAsync(connection, [.. requests.Select(r => r.Command.Needs)], CancellationToken.None);

        var outcomes = new List<(LedgerRequest, Outcome)>(requests.Count);
        var lines = new List<Line>(requests.Count);
        foreach (var request in requests)
        {
            if (Decide(request, facts, campaign) is not { } outcome)
                continue;
            facts.Apply(request.Command, outcome);
            campaign = outcome.After.Campaign;
            lines.AddRange(outcome.Lines);
            outcomes.Add((request, outcome));
        }

        if (lines.Count > 0)
        {
            stream.AppendMany(lines.Select(line => StoredLine.Of(session, line)));
            StoredLine.ForgetTypes(stream.Events);
            var batch = new LedgerBatch(campaignId, before, lines);
            foreach (var projection in _projections)
                projection.Apply(batch, session);
        }
        facts.Save(session);
        if (lines.Count > 0 || facts.HasChanges)
        {
            saving();
            await session.SaveChangesAsync();
        }
        return outcomes;
    }

    // A fault in one command's rule must not cost the others their answer.
    private Outcome? Decide(LedgerRequest request, BatchFacts facts, Campaign campaign)
    {
        try
        {
            return Decider.Decide(facts.For(request.Command.Needs, campaign), request.Command);
        }
        catch (Exception fault)
        {
            LogRuleFault(fault, campaign.Id, request.Command.GetType().Name);
            request.Fail(fault);
            return null;
        }
    }

    private void Fail(Guid campaignId, IReadOnlyList<LedgerRequest> requests, Exception fault)
    {
        var unavailable = LedgerFault.IsUnavailable(fault);
        LogFailed(campaignId, requests.Count, fault.GetType().Name, LedgerFault.SqlState(fault));
        foreach (var request in requests)
            request.Fail(unavailable ? new LedgerUnavailableException("The database did not take the batch.", fault) : fault);
    }

    [LoggerMessage(1011, LogLevel.Warning, "Campaign {CampaignId}: nothing was written in attempt {Attempt} ({SqlState}); trying again")]
    private partial void LogAgain(Guid campaignId, int attempt, string? sqlState);

    [LoggerMessage(1012, LogLevel.Error, "Campaign {CampaignId}: {Command} could not be decided")]
    private partial void LogRuleFault(Exception fault, Guid campaignId, string command);

    [LoggerMessage(1013, LogLevel.Error, "Campaign {CampaignId}: a batch of {Commands} commands was not written: {Fault} {SqlState}")]
    private partial void LogFailed(Guid campaignId, int commands, string fault, string? sqlState);
}
