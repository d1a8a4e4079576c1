using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain.Deliveries;

namespace CampaignEvents.Api.Receivers;

/// <summary>
/// Puts on record, in the campaign's own ledger, from when until when a receiver is sent signatories' details. Begun before the
/// receiver is told anything, ended after it is told nothing more: the ledger may say too much, and never too little.
/// </summary>
internal sealed class PersonsRelay(CampaignLedger ledger, TimeProvider clock)
{
    /// <summary>Returns once it is committed; does nothing for a receiver that is sent no persons.</summary>
    /// <param name="receiver">As it will be.</param>
    /// <param name="reason">Why.</param>
    public async Task BeginAsync(Receiver receiver, string? reason)
    {
        if (receiver.GetsPersons)
            await ledger.ExecuteAsync(receiver.CampaignId!.Value, new BeginPersonsRelay(receiver.Id, reason!.Trim(), clock.GetUtcNow()));
    }

    /// <param name="before">As it was.</param>
    /// <param name="after">As it is; null: gone.</param>
    public async Task EndAsync(Receiver before, Receiver? after)
    {
        if (before.GetsPersons && !(after is { GetsPersons: true } && after.CampaignId == before.CampaignId))
            await ledger.ExecuteAsync(before.CampaignId!.Value, new EndPersonsRelay(before.Id, clock.GetUtcNow()));
    }
}
