using CampaignEvents.Domain;
using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.ExternalCounts;
using CampaignEvents.Domain.Shares;
using CampaignEvents.Domain.Signatures;
using Marten;
using Npgsql;

namespace CampaignEvents.Api.Ledger;

/// <summary>The signatories, shares and messages that a batch's commands speak of, as they stand while the batch is decided.</summary>
internal sealed class BatchFacts(Guid campaignId)
{
    private readonly Dictionary<Fingerprint, SignatoryRow> _signatories = [];
    private readonly Dictionary<Guid, Fingerprint> _signatures = [];
    private readonly Dictionary<Guid, Share> _shares = [];
    private readonly HashSet<Fingerprint> _changedSignatories = [];
    private readonly List<Share> _newShares = [];
    private readonly HashSet<Guid> _messages = [];
    private readonly List<MessageRow> _newMessages = [];

    public bool HasChanges => _changedSignatories.Count > 0 || _newShares.Count > 0 || _newMessages.Count > 0;

    /// <summary>Reads the rows that the commands need, in one round trip.</summary>
    public async Task LoadAsync(NpgsqlConnection connection, IReadOnlyCollection<Needs> needs, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        var fingerprints = needs.Where(n => n.Signatory is not null).Select(n => n.Signatory!.Value.Value).Distinct().ToArray();
        var signatures = needs.Where(n => n.SignatureId is not null).Select(n => n.SignatureId!.Value).Distinct().ToArray();
        var shares = needs.Where(n => n.ShareId is not null).Select(n => n.ShareId!.Value).Distinct().ToArray();
        var messages = needs.Where(n => n.MessageId is not null).Select(n => n.MessageId!.Value).Distinct().ToArray();
        if (fingerprints.Length > 0)
            batch.BatchCommands.Add(SignatoryRow.ByFingerprint(campaignId, fingerprints));
        if (signatures.Length > 0)
            batch.BatchCommands.Add(SignatoryRow.BySignature(campaignId, signatures));
        if (shares.Length > 0)
            batch.BatchCommands.Add(ShareRow.ById(campaignId, shares));
        if (messages.Length > 0)
            batch.BatchCommands.Add(MessageRow.ById(campaignId, messages));
        if (batch.BatchCommands.Count == 0)
            return;

        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        for (var ofSignatories = (fingerprints.Length > 0 ? 1 : 0) + (signatures.Length > 0 ? 1 : 0); ofSignatories > 0; ofSignatories--)
        {
            while (await reader.ReadAsync(cancellation))
                Remember(SignatoryRow.Read(reader));
            await reader.NextResultAsync(cancellation);
        }
        while (shares.Length > 0 && await reader.ReadAsync(cancellation))
        {
            var share = ShareRow.Read(reader);
            _shares[share.Id] = share;
        }
        if (shares.Length > 0)
            await reader.NextResultAsync(cancellation);
        while (messages.Length > 0 && await reader.ReadAsync(cancellation))
            _messages.Add(reader.GetGuid(0));
    }

    public Facts For(Needs needs, Campaign campaign)
    {
        var fingerprint = needs.Signatory ?? (needs.SignatureId is { } id && _signatures.TryGetValue(id, out var known) ? known : null);
        return new(
            campaign,
            fingerprint is { } key && _signatories.TryGetValue(key, out var row) ? row.Signatory : null,
            needs.ShareId is { } shareId ? _shares.GetValueOrDefault(shareId) : null,
            needs.MessageId is { } messageId && _messages.Contains(messageId));
    }

    /// <summary>Takes over what a decided command changed.</summary>
    public void Apply(Command command, Outcome outcome)
    {
        if (outcome.After.Signatory is { } signatory)
            ApplySignatory(command, outcome, signatory);
        if (outcome.After.Share is { } share && command is ShareCampaign && !outcome.Lines.IsEmpty)
        {
            _shares[share.Id] = share;
            _newShares.Add(share);
        }
        // Also one that led to nothing new; what was refused may come again.
        if (command is RecordExternalCount { MessageId: { } id } && outcome.Rejection is null && _messages.Add(id))
            _newMessages.Add(new(id, command.At));
    }

    public void Save(IDocumentOperations operations)
    {
        if (_changedSignatories.Count > 0)
            SignatoryRow.Upsert(operations, campaignId, [.. _changedSignatories.Select(fingerprint => _signatories[fingerprint])]);
        if (_newShares.Count > 0)
            ShareRow.Insert(operations, campaignId, _newShares);
        if (_newMessages.Count > 0)
            MessageRow.Insert(operations, campaignId, _newMessages);
    }

    private void ApplySignatory(Command command, Outcome outcome, Signatory signatory)
    {
        var key = _signatories.TryGetValue(signatory.Fingerprint, out var row) ? row.Key : null;
        if (!outcome.Lines.IsEmpty && command is SignCampaign or WithdrawSignature)
        {
            // A new signature brings a new key; a withdrawn one loses its key, which erases the person.
            Remember(new(signatory, (command as SignCampaign)?.Key));
            _changedSignatories.Add(signatory.Fingerprint);
        }
        else if (!outcome.Lines.IsEmpty && command is ConfirmSignature or InvalidateSignature)
        {
            Remember(new(signatory, key));
            _changedSignatories.Add(signatory.Fingerprint);
        }
        else if (command is SignCampaign && outcome.After.Campaign.Confirmation == Confirmation.Email)
        {
            // Written again unchanged: a repeat must take the same work as a first time.
            _changedSignatories.Add(signatory.Fingerprint);
        }
    }

    private void Remember(SignatoryRow row)
    {
        // Whoever signs again has a new signature; the old one's id must find nobody any more.
        if (_signatories.TryGetValue(row.Signatory.Fingerprint, out var before))
            _signatures.Remove(before.Signatory.SignatureId);
        _signatories[row.Signatory.Fingerprint] = row;
        _signatures[row.Signatory.SignatureId] = row.Signatory.Fingerprint;
    }
}
