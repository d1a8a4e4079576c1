using CampaignEvents.Api.Campaigns;
using CampaignEvents.Domain.Exports;

namespace CampaignEvents.Api.Exports;

/// <summary>What one export covers. It is fixed before the first line is read, so that the whole is of one state.</summary>
/// <param name="Campaign">Whose ledger.</param>
/// <param name="Format">As what.</param>
/// <param name="After">It covers the lines behind this one.</param>
/// <param name="Last">The last line it covers.</param>
/// <param name="Unsealing">The id under which unsealing is on record; null: without persons.</param>
internal sealed record ExportPlan(CampaignEntry Campaign, ExportFormat Format, long After, long Last, Guid? Unsealing = null)
{
    public long Lines => Last - After;

    public bool Unseals => Unsealing is not null;

    public string FileName => FormattableString.Invariant(
        $"{Campaign.Slug}-lines-{After + 1}-{Last}{(Unseals ? "-unsealed" : "")}.{Format.Name()}");
}
