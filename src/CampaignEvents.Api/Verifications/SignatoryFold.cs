using CampaignEvents.Api.Ledger;
using CampaignEvents.Api.Replays;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Replays;
using CampaignEvents.Domain.Signatures;
using Npgsql;

namespace CampaignEvents.Api.Verifications;

/// <summary>A signatory as it stood after a line.</summary>
internal sealed record SignatoryVersion(long Line, Signatory Signatory);

/// <summary>
/// Every state that signatories had, in order of lines; the latest of a fingerprint is what its row must say. People are as
/// many as lines, so what is not of the page at hand is looked up in the table that this fills.
/// </summary>
internal sealed class SignatoryFold : RowFold<SignatoryVersion>
{
    private readonly Dictionary<Guid, Signatory> _known = [];

    public override string Model => "signatories";

    public override string Table => "expected_signatories";

    public override string Columns => "line, fingerprint, signature_id, status, number, count_then, country, channel, share_id";

    public const string Create =
        """
        CREATE TEMP TABLE expected_signatories (set_id uuid, line bigint, fingerprint uuid, signature_id uuid, status smallint,
            number integer, count_then bigint, country varchar, channel varchar, share_id uuid);
        CREATE INDEX ON expected_signatories (signature_id, line);
        """;

    /// <summary>Looks up those whom a page speaks of and who signed before it.</summary>
    public async Task LoadAsync(NpgsqlConnection connection, IReadOnlyList<Line> page, CancellationToken cancellation)
    {
        _known.Clear();
        var wanted = page.Select(line => Of(line.Event)).OfType<Guid>().Distinct().ToArray();
        if (wanted.Length == 0)
            return;
        await using var command = new NpgsqlCommand(
            """
            SELECT DISTINCT ON (signature_id) fingerprint, signature_id, status, number, count_then, country, channel, share_id
            FROM expected_signatories WHERE signature_id = ANY ($1) ORDER BY signature_id, line DESC
            """, connection)
        {
            Parameters = { new() { Value = wanted } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var signatory = SignatoryRow.ReadSignatory(reader);
            _known[signatory.SignatureId] = signatory;
        }
    }

    public override void Add(FoldedLine folded)
    {
        var line = folded.Line;
        var known = Of(line.Event) is { } id ? _known.GetValueOrDefault(id) : null;
        if (Signatory.Evolve(known, line.Event, folded.After) is not { } signatory || signatory == known)
            return;
        _known[signatory.SignatureId] = signatory;
        Finish(new(line.Number, signatory));
    }

    protected override async Task WriteAsync(NpgsqlBinaryImporter copy, SignatoryVersion row)
    {
        var s = row.Signatory;
        await copy.WriteAsync(row.Line);
        await copy.WriteAsync(s.Fingerprint.Value);
        await copy.WriteAsync(s.SignatureId);
        await copy.WriteAsync((short)s.Status);
        await copy.WriteOptionalAsync((int?)s.Number);
        await copy.WriteOptionalAsync(s.Count);
        await copy.WriteOptionalAsync(s.Country);
        await copy.WriteOptionalAsync(s.Channel);
        await copy.WriteOptionalAsync(s.Referral);
    }

    // The signature that an event is about, where the event does not say whose it is.
    private static Guid? Of(LedgerEvent @event) => @event switch
    {
        SignatureConfirmed e => e.SignatureId,
        SignatureWithdrawn e => e.SignatureId,
        SignatureInvalidated e => e.SignatureId,
        _ => null,
    };
}
