namespace CampaignEvents.Api.Deliveries;

/// <summary>How a try ended. The numbers are stored.</summary>
internal enum AttemptOutcome
{
    /// <summary>The receiver took it.</summary>
    Delivered = 1,

    /// <summary>It did not, and is to be tried again.</summary>
    Failed = 2,

    /// <summary>It wants to be left alone for a while.</summary>
    Refused = 3,

    /// <summary>It will never take anything again.</summary>
    Gone = 4,

    /// <summary>There is nothing that could be sent any more, so it is not tried again.</summary>
    Void = 5,

    /// <summary>The receiver will not take this one, whenever it is tried.</summary>
    Rejected = 6,

    /// <summary>Nobody was there to take it. That costs it no try: the receiver is left alone for a while, and all that waits with it.</summary>
    Unreachable = 7,
}

/// <summary>One try at a delivery.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Status">What the receiver answered with; null: it did not answer.</param>
/// <param name="Fault">A code of ours for what went wrong on the way; never a message, which might repeat a URL.</param>
/// <param name="Answer">The beginning of what it answered.</param>
/// <param name="RetryAfter">How long it asked to be left alone.</param>
internal sealed record Attempt(AttemptOutcome Outcome, int? Status = null, string? Fault = null, string? Answer = null, TimeSpan? RetryAfter = null)
{
    public const int AnswerLength = 4_096;
}
