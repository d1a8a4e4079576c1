using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CampaignEvents.Domain.Milestones;

namespace CampaignEvents.Domain.Campaigns;

/// <summary>What a campaign is launched with.</summary>
/// <param name="Slug">Its name in addresses: lower-case letters, digits and single hyphens, 1 to 80 characters.</param>
/// <param name="Title">1 to 200 characters.</param>
/// <param name="Statement">Markdown, 1 to 10,000 characters.</param>
/// <param name="AddressedTo">Who is asked, 1 to 200 characters.</param>
/// <param name="Goal">Signatures asked for first, 1 or more.</param>
/// <param name="Ladder">Goals to raise to, ascending; empty: the goal is never raised.</param>
/// <param name="Thresholds">Counts to record besides the goals.</param>
/// <param name="Confirmation">When a signature counts.</param>
/// <param name="OpensAt">First moment a signature counts; null: from launch.</param>
/// <param name="ClosesAt">First moment a signature no longer counts; null: no end.</param>
public sealed record CampaignTerms(
    string Slug,
    string Title,
    string Statement,
    string AddressedTo,
    long Goal,
    ImmutableArray<long> Ladder,
    ImmutableArray<long> Thresholds,
    Confirmation Confirmation,
    DateTimeOffset? OpensAt,
    DateTimeOffset? ClosesAt)
{
    /// <summary>The largest count a goal or threshold may ask for: a thousand million.</summary>
    public const long MaximumCount = 1_000_000_000;

    /// <summary>Equal for equal terms; tells a repeated launch from another campaign under the same slug.</summary>
    public string Digest()
    {
        var canonical = string.Join('\u001f', Slug, Title, Statement, AddressedTo, Goal.ToString(CultureInfo.InvariantCulture),
            string.Join(',', Ladder), string.Join(',', Thresholds), Confirmation,
            OpensAt?.UtcTicks, ClosesAt?.UtcTicks);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));
    }

    /// <summary>Everything that keeps these terms from being launched.</summary>
    public IEnumerable<Problem> Problems() =>
    [
        .. CampaignSlug.Problems(Slug),
        .. Text.Check("title", Title, 200, required: true),
        .. Text.Check("statement", Statement, 10_000, required: true, multiline: true),
        .. Text.Check("addressedTo", AddressedTo, 200, required: true),
        .. GoalLadder.Problems("goal", [Goal]),
        .. GoalLadder.Problems("ladder", Ladder),
        .. GoalLadder.Problems("thresholds", Thresholds),
        .. ClosesAt <= OpensAt ? [new Problem("closesAt", "must be later than opensAt")] : Array.Empty<Problem>(),
    ];
}
