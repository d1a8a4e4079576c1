using System.Security.Cryptography;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Api.Signatures;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Signatures;
using Npgsql;

namespace CampaignEvents.Api.Exports;

/// <summary>Reads persons back: the keys of a page's signatures in one query, then each person with its own.</summary>
internal sealed class PersonUnsealer(NpgsqlDataSource dataSource, PersonSeal seal)
{
    // A signature that is no longer its signatory's latest has no row any more, and so no key.
    private const string Sql =
        $"SELECT signature_id, key FROM {LedgerSchema.Signatories} WHERE signature_id = ANY($1) AND campaign_id = $2 AND key IS NOT NULL";

    /// <param name="campaignId">The campaign.</param>
    /// <param name="page">Lines that were read with their sealed persons.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<IReadOnlyList<ExportedLine>> UnsealAsync(Guid campaignId, IReadOnlyList<Line> page, CancellationToken cancellation)
    {
        var persons = page.Select(Sealed).ToArray();
        var keys = await KeysAsync(campaignId, [.. persons.OfType<(Guid SignatureId, string)>().Select(p => p.SignatureId)], cancellation);
        return [.. page.Zip(persons, (line, person) => new ExportedLine(line, person is { } p ? Unseal(p.SignatureId, p.Person, keys) : null))];
    }

    private static (Guid SignatureId, string Person)? Sealed(Line line) => line.Event switch
    {
        SignatureCounted e => (e.SignatureId, e.Person),
        SignatureSubmitted e => (e.SignatureId, e.Person),
        _ => null,
    };

    private async Task<Dictionary<Guid, Guid>> KeysAsync(Guid campaignId, Guid[] signatures, CancellationToken cancellation)
    {
        var keys = new Dictionary<Guid, Guid>(signatures.Length);
        if (signatures.Length == 0)
            return keys;
        await using var command = dataSource.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = signatures });
        command.Parameters.Add(new() { Value = campaignId });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            keys.Add(reader.GetGuid(0), reader.GetGuid(1));
        return keys;
    }

    private UnsealedPerson Unseal(Guid signatureId, string person, Dictionary<Guid, Guid> keys)
    {
        if (!keys.TryGetValue(signatureId, out var key))
            return UnsealedPerson.Gone;
        try
        {
            var (name, email, postcode, comment) = seal.Unseal(person, key, signatureId);
            return new(name, email, postcode, comment, Erased: false, null);
        }
        catch (CryptographicException)
        {
            return UnsealedPerson.Unreadable;
        }
    }
}
