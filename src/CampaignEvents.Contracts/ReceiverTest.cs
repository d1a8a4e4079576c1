namespace CampaignEvents.Contracts;

/// <summary>Staff pressed the test button of a receiver: nothing has happened to any campaign.</summary>
/// <param name="At">When.</param>
public sealed record ReceiverTest(DateTimeOffset At);
