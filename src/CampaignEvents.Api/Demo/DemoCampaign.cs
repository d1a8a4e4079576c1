using CampaignEvents.Api.Signatures;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.Milestones;
using CampaignEvents.Domain.Shares;

namespace CampaignEvents.Api.Demo;

/// <summary>
/// The demo: title, figures and dates of the petition it shows; its growth, its people and their shares are invented. It is
/// the same every time, but for keys and ciphertext.
/// </summary>
internal static class DemoCampaign
{
    public const string Slug = "child-safety";
    public const int Signatures = 36_738, Repeats = 40;

    /// <summary>After the launch.</summary>
    public const int CommandCount = Signatures + Repeats + (Signatures / ShareEvery);

    private const int ShareEvery = 150;

    public static readonly Guid Id = CampaignId.Of(Slug);

    public static readonly CampaignTerms Terms = new(
        Slug,
        "We Are In Danger of Losing the Global Battle for Child Safety",
        """
        *This is demonstration data. The title, the figures 36,738 and 50,000 and the dates are those of a public petition of
        December 2020; the words are ours, and the curve of growth and every signatory are invented.*

        Companies search their services for images of child sexual abuse and for adults who groom children. What they find
        leads to children being found and helped. On 7 December 2020 a committee of the European Parliament backed an
        exception to the ePrivacy rules under which this work could have gone on for two more years, but the year ended
        without an agreement, and talks were to go on in January 2021.

        We ask the European Union to agree on that exception now, and on a lasting answer after it: one that respects
        privacy, and counts the children in the pictures among those who have a right to it.
        """,
        "The European Union",
        Goal: 1_000,
        GoalLadder.Default,
        Thresholds: [],
        Confirmation.None,
        OpensAt: null,
        ClosesAt: null);

    public static LaunchCampaign Launch => new(Terms, DemoCurve.Start);

    /// <summary>Every command after the launch, in order: 36,738 people, 40 of whom try a second time, and now and then a share.</summary>
    public static IEnumerable<Command> Commands(SignatureSealer sealer)
    {
        var random = new DemoRandom(seed: 36_738);
        var repeats = Enumerable.Range(0, Repeats).Select(i => (i + 1) * (Signatures / (Repeats + 1))).ToHashSet();
        var shares = new List<Guid>();
        var index = 0;
        foreach (var at in DemoCurve.Moments(Signatures, random))
        {
            index++;
            Guid? referral = shares.Count > 0 && random.Below(4) == 0 ? shares[random.Below(shares.Count)] : null;
            var person = DemoPeople.Person(index, random, referral);
            var signatureId = random.NextId();
            yield return sealer.Seal(Id, signatureId, person, at);
            if (repeats.Contains(index))
                yield return sealer.Seal(Id, random.NextId(), DemoPeople.Again(person, random), at.AddMilliseconds(1));
            if (index % ShareEvery == 0)
            {
                var share = new ShareCampaign(random.NextId(), person.Channel ?? "link", signatureId, at.AddMilliseconds(2));
                shares.Add(share.ShareId);
                yield return share;
            }
        }
    }
}
