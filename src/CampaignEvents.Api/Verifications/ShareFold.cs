using CampaignEvents.Api.Replays;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Replays;
using CampaignEvents.Domain.Shares;
using Npgsql;

namespace CampaignEvents.Api.Verifications;

/// <summary>The shares that a ledger speaks of.</summary>
internal sealed class ShareFold : RowFold<(long Line, CampaignShared Shared)>
{
    public override string Model => "shares";

    public override string Table => "expected_shares";

    public override string Columns => "line, share_id, channel, by_signature";

    public const string Create = "CREATE TEMP TABLE expected_shares (set_id uuid, line bigint, share_id uuid, channel varchar, by_signature uuid);";

    public override void Add(FoldedLine folded)
    {
        var line = folded.Line;
        if (line.Event is CampaignShared shared)
            Finish((line.Number, shared));
    }

    protected override async Task WriteAsync(NpgsqlBinaryImporter copy, (long Line, CampaignShared Shared) row)
    {
        await copy.WriteAsync(row.Line);
        await copy.WriteAsync(row.Shared.ShareId);
        await copy.WriteAsync(row.Shared.Channel);
        await copy.WriteOptionalAsync(row.Shared.By);
    }
}
