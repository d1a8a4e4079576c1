namespace CampaignEvents.Api.Exports;

/// <summary>A signatory's details in clear, or why they are not there.</summary>
/// <param name="Name">As signed; null when erased.</param>
/// <param name="Email">As signed; null when erased.</param>
/// <param name="Postcode">Null when not given.</param>
/// <param name="Comment">Null when not given.</param>
/// <param name="Erased">Their key is gone: nobody can read them any more.</param>
/// <param name="Problem">Why they cannot be read although there is a key; null: no problem.</param>
internal sealed record UnsealedPerson(string? Name, string? Email, string? Postcode, string? Comment, bool Erased, string? Problem)
{
    public static readonly UnsealedPerson Gone = new(null, null, null, null, Erased: true, null);

    public static readonly UnsealedPerson Unreadable = new(null, null, null, null, Erased: false, "cannot be unsealed");

    /// <summary>Says nothing of the person, so that no log or error can.</summary>
    public override string ToString() => nameof(UnsealedPerson);
}
