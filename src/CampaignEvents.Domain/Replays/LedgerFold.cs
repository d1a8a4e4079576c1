using System.Collections.Immutable;
using System.Runtime.InteropServices;
using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.Milestones;
using CampaignEvents.Domain.Shares;
using CampaignEvents.Domain.Tallies;

namespace CampaignEvents.Domain.Replays;

/// <summary>
/// Folds a ledger line by line, from its beginning or from a state, by the same rules that decide. It holds sums and not
/// lines, so its memory does not grow with the ledger.
/// </summary>
public sealed class LedgerFold
{
    private readonly Dictionary<string, long> _countries, _channels;
    private ImmutableArray<Milestone> _milestones;
    private long _shares, _referred;
    private Campaign _campaign;

    public LedgerFold(LedgerState? from = null)
    {
        var state = from ?? LedgerState.Empty;
        (_campaign, Progress) = (state.Campaign, state.Campaign.Progress);
        (_countries, _channels) = (new(state.Countries, StringComparer.Ordinal), new(state.Channels, StringComparer.Ordinal));
        (_shares, _referred, _milestones) = (state.Shares, state.Referred, state.Milestones);
    }

    /// <summary>The campaign after the last line.</summary>
    public Campaign Campaign => ReferenceEquals(_campaign.Progress, Progress) ? _campaign : _campaign = _campaign with { Progress = Progress };

    /// <summary>The progress after the last line; cheaper than the whole campaign.</summary>
    public Progress Progress { get; private set; }

    /// <summary>Everything after the last line, as a value that further lines do not change.</summary>
    public LedgerState State => new(Campaign, Sorted(_countries), Sorted(_channels), _shares, _referred, _milestones);

    public FoldedLine Add(Line line)
    {
        // Nearly every line changes progress alone, and then the rest of the campaign is not copied.
        _campaign = Campaign.EvolveRest(_campaign, line);
        Progress = Progress.Evolve(Progress, line);
        _milestones = Milestone.Evolve(_milestones, line);
        if (line.Event is CampaignShared)
            _shares++;
        var changes = TallyChange.Of(line.Event);
        foreach (var (dimension, key, change) in changes)
        {
            if (dimension == Dimension.Country)
                Add(_countries, key, change);
            else if (dimension == Dimension.Channel)
                Add(_channels, key, change);
            else if (key != TallyChange.Unknown)
                _referred += change;
        }
        return new(line, Progress, changes);
    }

    private static void Add(Dictionary<string, long> counts, string key, long change) =>
        CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _) += change;

    private static ImmutableSortedDictionary<string, long> Sorted(Dictionary<string, long> counts) =>
        counts.Where(c => c.Value != 0).ToImmutableSortedDictionary(StringComparer.Ordinal);
}
