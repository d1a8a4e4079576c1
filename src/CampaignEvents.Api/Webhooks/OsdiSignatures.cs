using CampaignEvents.Api.Deliveries;
using CampaignEvents.Api.Hosting;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Api.Signatures;
using CampaignEvents.Contracts;
using CampaignEvents.Domain.Signatures;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CampaignEvents.Api.Webhooks;

/// <summary>
/// Makes OSDI signatures. They hold the person's details, which are unsealed for the sending and kept nowhere; once a person has been
/// erased there is nothing to send.
/// </summary>
internal sealed class OsdiSignatures(NpgsqlDataSource dataSource, PersonSeal seal, IOptions<SiteSettings> site)
{
    private static readonly SignatureEventFormat _format = new();

    /// <summary>Null when the person has been erased.</summary>
    public async Task<OsdiSignature[]?> MakeAsync(Delivery delivery, CancellationToken cancellation)
    {
        if (delivery is not { Content: SignatureRecorded recorded, CampaignId: { } campaignId, Line: { } line } ||
            await KeyAsync(campaignId, recorded.SignatureId, cancellation) is not { } key)
            return null;
        var person = line.Event is SignatureCounted counted ? counted.Person : await SubmittedAsync(campaignId, line.Number, recorded.SignatureId, cancellation);
        if (person is null)
            return null;
        var clear = seal.Unseal(person, key, recorded.SignatureId);
        var (given, family) = Names(clear.Name);
        var href = $"{site.Value.Base}/api/campaigns/{recorded.Campaign.Slug}";
        return
        [
            new(
                new([$"campaign-events:{recorded.SignatureId}"], recorded.At, clear.Comment,
                    new(given, family, [new(clear.Email)], [new(recorded.Country, clear.Postcode)]), new() { ["osdi:petition"] = new(href) }),
                new(recorded.Campaign.Title, href),
                delivery.Id.ToString()),
        ];
    }

    private async Task<Guid?> KeyAsync(Guid campaignId, Guid signatureId, CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand($"SELECT key FROM {LedgerSchema.Signatories} WHERE signature_id = $1 AND campaign_id = $2");
        command.Parameters.Add(new() { Value = signatureId });
        command.Parameters.Add(new() { Value = campaignId });
        return await command.ExecuteScalarAsync(cancellation) as Guid?;
    }

    // A confirmation does not repeat the person. The submission lies before it, mostly close by, so it is looked for backwards.
    private async Task<string?> SubmittedAsync(Guid campaignId, long before, Guid signatureId, CancellationToken cancellation)
    {
        await using var command = dataSource.CreateCommand(
            $"""
            SELECT bdata FROM {LedgerSchema.Events}
            WHERE stream_id = $1 AND version < $2 AND type = $3 AND substring(bdata FROM 3 FOR 16) = $4 ORDER BY version DESC LIMIT 1
            """);
        foreach (var value in (object[])[campaignId, before, StoredEvents.Names[typeof(SignatureSubmitted)], signatureId.ToByteArray(bigEndian: true)])
            command.Parameters.Add(new() { Value = value });
        return await command.ExecuteScalarAsync(cancellation) is byte[] stored
            ? ((SignatureSubmitted)_format.Deserialize(typeof(SignatureSubmitted), stored)).Person
            : null;
    }

    private static (string Given, string? Family) Names(string name)
    {
        var last = name.LastIndexOf(' ');
        return last < 0 ? (name, null) : (name[..last], name[(last + 1)..]);
    }
}
