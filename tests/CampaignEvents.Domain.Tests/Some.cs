using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.Exports;
using CampaignEvents.Domain.ExternalCounts;
using CampaignEvents.Domain.Shares;
using CampaignEvents.Domain.Signatures;

namespace CampaignEvents.Domain.Tests;

/// <summary>Values that tests share: fixed times, ids and people.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Morning = new(2020, 12, 8, 9, 0, 0, TimeSpan.Zero);

    public static readonly DateTimeOffset Noon = new(2020, 12, 8, 12, 0, 0, TimeSpan.Zero);

    public static readonly CampaignTerms Terms = new(
        "save-the-pond", "Save the pond", "It is *our* pond.", "The council", 100, [100, 200, 500], [], Confirmation.None, null, null);

    public static readonly CampaignTerms ByEmail = Terms with { Confirmation = Confirmation.Email };

    public static Guid Id(int n) => new(n, 0, 0, new byte[8]);

    public static Fingerprint Print(int n) => new(Id(1_000_000 + n));

    /// <summary>Person n signs; their signature's id is <c>Id(n)</c> unless told otherwise.</summary>
    public static SignCampaign Sign(int n, DateTimeOffset? at = null, int? id = null, Guid? referral = null, string country = "GB", string? channel = "email") =>
        new(Id(id ?? n), Print(n), "sealed", Id(9_000_000 + n), country, channel, referral, null, null, null, at ?? Noon);

    public static SignatureCounted Counted(int n, long number, Guid? referral = null) =>
        new(Id(n), number, Print(n), "sealed", "GB", "email", referral, null, null, null);

    public static SignatureSubmitted Submitted(int n) => new(Id(n), Print(n), "sealed", "GB", "email", null, null, null, null);

    public static ConfirmSignature Confirm(int n, DateTimeOffset? at = null) => new(Id(n), at ?? Noon);

    public static WithdrawSignature Withdraw(int n, DateTimeOffset? at = null) => new(Id(n), at ?? Noon);

    public static InvalidateSignature Invalidate(int n, DateTimeOffset? at = null) => new(Id(n), "twice the same person", at ?? Noon);

    public static ShareCampaign ShareBy(int share, int? signature = null, DateTimeOffset? at = null) =>
        new(Id(500_000 + share), "whatsapp", signature is { } n ? Id(n) : null, at ?? Noon);

    public static RecordExternalCount Report(long count, string source = "paper", DateTimeOffset? at = null, bool inHistory = false) =>
        new(source, count, null, null, inHistory, at ?? Noon);

    public static UnsealPersons Unseal(int export, DateTimeOffset? at = null) =>
        new(Id(700_000 + export), 1, 3, ExportFormat.Csv, "handing the signatures over", UnsealedBy.Key, at ?? Noon);
}
