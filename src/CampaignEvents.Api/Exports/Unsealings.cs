using CampaignEvents.Api.Hosting;
using CampaignEvents.Api.Http;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Exports;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CampaignEvents.Api.Exports;

/// <summary>Puts an export with persons on record, in the campaign's own ledger, before anything of it leaves.</summary>
internal sealed class Unsealings(CampaignLedger ledger, Ids ids, TimeProvider clock)
{
    public static IEnumerable<Problem> Problems(string? reason) =>
        Text.Check("reason", reason, UnsealPersons.MaximumReason, required: true);

    /// <summary>Returns once it is committed.</summary>
    /// <param name="plan">What is about to be exported, of one line or more.</param>
    /// <param name="reason">Without problems.</param>
    /// <param name="by">By what right.</param>
    /// <returns>The plan with the record's id, or why it is refused. Exactly one of them is null.</returns>
    public async Task<(ExportPlan? Plan, ProblemHttpResult? Problem)> RecordAsync(ExportPlan plan, string reason, UnsealedBy by)
    {
        if (plan.Lines == 0)
            return (null, Http.Problems.UnknownLine());
        var command = new UnsealPersons(ids.Next(), plan.After + 1, plan.Last, plan.Format, reason.Trim(), by, clock.GetUtcNow());
        var outcome = await ledger.ExecuteAsync(plan.Campaign.Id, command);
        return outcome.Rejection is { } rejection ? (null, Http.Problems.Rejected(rejection)) : (plan with { Unsealing = command.ExportId }, null);
    }
}
