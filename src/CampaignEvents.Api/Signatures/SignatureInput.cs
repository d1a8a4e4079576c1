using CampaignEvents.Domain;
using CampaignEvents.Domain.Shares;
using CampaignEvents.Domain.Signatures;

namespace CampaignEvents.Api.Signatures;

/// <summary>What somebody gives to sign, from the API, a file or the demo.</summary>
internal sealed record SignatureInput(
    string? Name, string? Email, string? Country, string? Postcode, string? Comment, string? Channel, Guid? Referral)
{
    /// <summary>Everything wrong with it, by field.</summary>
    public IEnumerable<Problem> Problems(bool countryRequired) =>
    [
        .. Person.Problems(Name, Email, Postcode, Comment),
        .. Domain.Signatures.Country.Problems(Country, countryRequired),
        .. Domain.Shares.Channel.Problems(Channel),
    ];

    public override string ToString() => nameof(SignatureInput);
}
