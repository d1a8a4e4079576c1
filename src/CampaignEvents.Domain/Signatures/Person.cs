namespace CampaignEvents.Domain.Signatures;

/// <summary>The personal data of a signature. Exists in clear only on its way to being sealed.</summary>
/// <param name="Name">1 to 200 characters.</param>
/// <param name="Email">As typed, at most 254 characters.</param>
/// <param name="Postcode">At most 16 characters.</param>
/// <param name="Comment">At most 2,000 characters; may have line breaks.</param>
public sealed record Person(string Name, string Email, string? Postcode, string? Comment)
{
    /// <summary>Everything that keeps these details from being signed with.</summary>
    public static IEnumerable<Problem> Problems(string? name, string? email, string? postcode, string? comment) =>
    [
        .. Text.Check("name", name, 200, required: true),
        .. EmailAddress.Problems(email),
        .. Text.Check("postcode", postcode, 16),
        .. Text.Check("comment", comment, 2_000, multiline: true),
    ];

    /// <summary>Says nothing of the person, so that no log or error can.</summary>
    public override string ToString() => nameof(Person);
}
