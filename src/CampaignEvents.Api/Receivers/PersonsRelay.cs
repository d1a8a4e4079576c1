using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain.Deliveries;

namespace CampaignEvents.Api.Receivers;

/// <summary>
/// Puts on record, in the campaign's own ledger, from when until when a receiver is sent signatories' details. Begun before the
/// receiver is told anything, ended after it is told nothing more: the ledger may say too much, and never too little.
/// </summary>
internal sealed class PersonsRelay(CampaignLedger ledger, TimeProvider clock)
{
    /// <summary>Returns once it is committed; for a receiver that is sent no persons it does nothing.</summary>
    /// <param name="before">As it was; null: it is new.</param>
    /// <param name="after">As it is to be.</param>
    /// <param name="moves">Whether it is to be reached elsewhere, which is put on record too.</param>
    /// <param name="reason">Why.</param>
    /// <returns>As it is to be, with the line from which on persons are sent.</returns>
    public async Task<Receiver> BeginAsync(Receiver? before, Receiver after, bool moves, string? reason)
    {
        if (!after.GetsPersons)
            return after with { PersonsFrom = null };
        var goesOn = GoesOn(before, after);
        if (goesOn && !moves)
            return after;
        if (goesOn)
            await ledger.ExecuteAsync(after.CampaignId!.Value, new EndPersonsRelay(after.Id, clock.GetUtcNow()));
        var outcome = await ledger.ExecuteAsync(after.CampaignId!.Value, new BeginPersonsRelay(after.Id, reason!.Trim(), clock.GetUtcNow()));
        return goesOn ? after : after with { PersonsFrom = outcome.After.Campaign.Progress.Line };
    }

    /// <param name="before">As it was.</param>
    /// <param name="after">As it is; null: gone.</param>
    public async Task EndAsync(Receiver before, Receiver? after)
    {
        if (before.GetsPersons && !GoesOn(before, after))
            await ledger.ExecuteAsync(before.CampaignId!.Value, new EndPersonsRelay(before.Id, clock.GetUtcNow()));
    }

    // Of one campaign's persons, before and after.
    private static bool GoesOn(Receiver? before, Receiver? after) =>
        before is { GetsPersons: true } && after is { GetsPersons: true } && before.CampaignId == after.CampaignId;
}
