using System.Runtime.InteropServices;

namespace CampaignEvents.Domain.Scenarios;

/// <summary>
/// Where each signature of the real ledger stands in the scenario: 8 bytes for each, for lines that come later name it by its
/// real number. Ids are kept only while a signature is pending, and households only where they are compared.
/// </summary>
internal sealed class SignatureStandings
{
    private readonly List<Standing> _standings = [];
    private readonly List<int> _byNumber = [];
    private readonly Dictionary<Guid, int> _pending = [];
    private readonly Dictionary<Guid, int> _households = [];

    /// <summary>A signature that counted at once in reality, so that its real number is the next.</summary>
    public void AddCounted(Standing standing)
    {
        _byNumber.Add(_standings.Count);
        _standings.Add(standing);
    }

    /// <summary>A signature that was pending at first in reality.</summary>
    public void AddPending(Guid id, Standing standing)
    {
        _pending[id] = _standings.Count;
        _standings.Add(standing);
    }

    /// <summary>A pending signature that was given the next number in reality. The reference holds until one is added.</summary>
    public ref Standing Confirmed(Guid id)
    {
        _pending.Remove(id, out var place);
        _byNumber.Add(place);
        return ref At(place);
    }

    /// <summary>A signature that went in reality. The reference holds until one is added.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="number">Its real number; null when it was pending.</param>
    public ref Standing Gone(Guid id, long? number)
    {
        if (number is { } counted)
            return ref At(_byNumber[checked((int)counted - 1)]);
        _pending.Remove(id, out var place);
        return ref At(place);
    }

    /// <summary>Takes a household for the signature that is added next; false when another has it that has not gone.</summary>
    public bool TakeHousehold(Guid household)
    {
        ref var holder = ref CollectionsMarshal.GetValueRefOrAddDefault(_households, household, out var known);
        if (known && !_standings[holder].IsOut)
            return false;
        holder = _standings.Count;
        return true;
    }

    private ref Standing At(int place) => ref CollectionsMarshal.AsSpan(_standings)[place];
}

/// <summary>Where a signature stands in a scenario, in four bytes.</summary>
internal readonly record struct Standing
{
    private const int LeftOutFirst = -2;

    private readonly int _value;

    private Standing(int value) => _value = value;

    public static readonly Standing Pending = new(0), Gone = new(-1);

    public static Standing Counted(long number) => new(checked((int)number));

    public static Standing LeftOut(ScenarioRule by) => new(LeftOutFirst - (int)by);

    /// <summary>Null unless it counts.</summary>
    public long? Number => _value > 0 ? _value : null;

    /// <summary>Null unless it was left out.</summary>
    public ScenarioRule? LeftOutBy => _value <= LeftOutFirst ? (ScenarioRule)(LeftOutFirst - _value) : null;

    /// <summary>Left out, or gone since.</summary>
    public bool IsOut => _value < 0;
}
