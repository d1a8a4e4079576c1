using CampaignEvents.Domain.Deliveries;

namespace CampaignEvents.Api.Deliveries;

/// <summary>Deliveries, the newest first.</summary>
/// <param name="Deliveries">At most as many as were asked for.</param>
/// <param name="Next">Pass as <c>after</c> to go on; left out at the end.</param>
internal sealed record DeliveryList(IReadOnlyList<DeliveryAnswer> Deliveries, Guid? Next);

/// <summary>One message to one receiver.</summary>
/// <param name="Id">The same on every try.</param>
/// <param name="ReceiverId">To whom.</param>
/// <param name="CampaignId">Of which campaign; left out for a test.</param>
/// <param name="Line">The ledger's line it tells of; left out for a test.</param>
/// <param name="Type">What it tells.</param>
/// <param name="State"><c>waiting</c>, <c>delivered</c>, <c>failed</c> (a dead letter) or <c>cancelled</c>.</param>
/// <param name="CreatedAt">When it was found that this receiver is to be told.</param>
/// <param name="NextTryAt">Not before then; left out when it is not tried any more.</param>
/// <param name="Attempts">Every try, the first one first.</param>
internal sealed record DeliveryAnswer(
    Guid Id, Guid ReceiverId, Guid? CampaignId, long? Line, string Type, string State, DateTimeOffset CreatedAt, DateTimeOffset? NextTryAt,
    IReadOnlyList<AttemptAnswer> Attempts)
{
    public static DeliveryAnswer Of(LoggedDelivery logged) => new(
        logged.Row.Id, logged.Row.ReceiverId, logged.Row.CampaignId, logged.Row.Line, logged.Row.Type, logged.Row.State.ToString().ToLowerInvariant(),
        logged.Row.CreatedAt, logged.Row.State == DeliveryState.Waiting ? logged.Row.NextAt : null, [.. logged.Attempts.Select(AttemptAnswer.Of)]);
}

/// <summary>One try.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="At">When it began.</param>
/// <param name="TookMs">Until it had ended, in milliseconds.</param>
/// <param name="Outcome"><c>delivered</c>, <c>failed</c>, <c>refused</c> (it asked for a pause), <c>gone</c>, <c>rejected</c> (it will never take this one) <c>void</c> (there was nothing to send any more) or <c>unreachable</c> (it cost no try).</param>
/// <param name="Status">The number the receiver answered with, of HTTP or SMTP; left out when it did not answer.</param>
/// <param name="Fault">A code for what went wrong on the way.</param>
/// <param name="Answer">The beginning of its answer, at most 4 KiB.</param>
internal sealed record AttemptAnswer(int Number, DateTimeOffset At, int TookMs, string Outcome, int? Status, string? Fault, string? Answer)
{
    public static AttemptAnswer Of(LoggedAttempt a) => new(a.Number, a.At, a.TookMs, a.Outcome.ToString().ToLowerInvariant(), a.Status, a.Fault, a.Answer);
}

/// <summary>How many deliveries are sent again.</summary>
internal sealed record RedeliveryAnswer(int Deliveries);
