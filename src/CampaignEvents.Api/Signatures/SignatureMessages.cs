using System.ComponentModel.DataAnnotations;
namespace CampaignEvents.Api.Signatures;

/// <summary>Signs a campaign.</summary>
/// <param name="Name">At most 200 characters.</param>
/// <param name="Email">At most 254 characters; by it a person is counted once.</param>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="Postcode">At most 16 characters.</param>
/// <param name="Comment">At most 2,000 characters.</param>
/// <param name="Channel">How the signatory came: lower-case letters, digits, <c>. - _</c>, at most 32.</param>
/// <param name="Referral">The share that brought them; one that is not known is left out.</param>
internal sealed record SignRequest(
    [property: Required] string? Name, [property: Required] string? Email, [property: Required] string? Country, string? Postcode, string? Comment, string? Channel, string? Referral)
{
    /// <summary>A mangled link must not keep anybody from signing, so a referral that is no id is as good as none.</summary>
    public SignatureInput ToInput() => new(
        Name, Email, Country, Postcode, Comment, Channel, Guid.TryParse(Referral, out var share) ? share : null);

    public override string ToString() => nameof(SignRequest);
}

/// <summary>Proves to be the signatory.</summary>
internal sealed record TokenRequest([property: Required] string? Token)
{
    public override string ToString() => nameof(TokenRequest);
}

/// <summary>Takes a signature out.</summary>
/// <param name="Reason">Why, at most 200 characters, without personal data: it is recorded in clear.</param>
internal sealed record InvalidateRequest([property: Required] string? Reason);

/// <summary>A signature that counted.</summary>
/// <param name="SignatureId">Its id.</param>
/// <param name="Number">Its number.</param>
/// <param name="Count">The campaign's count with it.</param>
/// <param name="Token">By which its signatory can withdraw it; shown once.</param>
internal sealed record SignedAnswer(Guid SignatureId, long Number, long Count, string Token)
{
    public override string ToString() => nameof(SignedAnswer);
}

/// <summary>The first answer to a signature that was asked for again, less the token.</summary>
internal sealed record RepeatedAnswer(Guid SignatureId, long Number, long Count);

/// <summary>A signature that awaits confirmation. It looks the same whether or not the address has signed before.</summary>
internal sealed record SubmittedAnswer(Guid SignatureId);

/// <summary>Where a signature stands.</summary>
/// <param name="SignatureId">Its id.</param>
/// <param name="Status"><c>pending</c>, <c>counted</c>, <c>withdrawn</c> or <c>invalidated</c>.</param>
/// <param name="Number">Its number; left out if it never counted.</param>
/// <param name="Count">The campaign's count now.</param>
internal sealed record SignatureAnswer(Guid SignatureId, string Status, long? Number, long Count);
