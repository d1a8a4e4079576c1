namespace CampaignEvents.Contracts;

/// <summary>A signature came to count. Announced only where the installation has switched it on; says nothing of the person.</summary>
/// <param name="SignatureId">Its id.</param>
/// <param name="Number">Its number: 1 for the campaign's first, without gaps, never reused.</param>
/// <param name="Country">ISO 3166-1 alpha-2; null when unknown.</param>
/// <param name="Channel">How the signatory came; null when unknown.</param>
public sealed record SignatureRecorded(
    CampaignReference Campaign, long Line, DateTimeOffset At, Guid SignatureId, long Number, string? Country, string? Channel)
    : CampaignAnnouncement(Campaign, Line, At);
