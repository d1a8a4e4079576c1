namespace CampaignEvents.Domain;

/// <summary>What is wrong with one field of an input.</summary>
/// <param name="Field">The field's public name, camelCase.</param>
/// <param name="Message">For people; never repeats the value, which may be personal.</param>
public sealed record Problem(string Field, string Message);
