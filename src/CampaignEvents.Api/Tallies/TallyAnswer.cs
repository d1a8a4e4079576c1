namespace CampaignEvents.Api.Tallies;

/// <summary>The count told apart. Over all pages, the items and <c>unknown</c> sum to <c>count</c>.</summary>
/// <param name="Dimension"><c>country</c>, <c>channel</c> or <c>share</c>.</param>
/// <param name="Line">The ledger line this is the state after.</param>
/// <param name="Count">The campaign's count.</param>
/// <param name="Unknown">The part that cannot be told apart.</param>
/// <param name="Items">In order of key.</param>
/// <param name="Next">Pass as <c>after</c> to go on; left out at the end.</param>
internal sealed record TallyAnswer(
    string Dimension, long Line, long Count, long Unknown, IReadOnlyList<TallyItem> Items, string? Next);

/// <summary>One country, channel or share.</summary>
/// <param name="Key">ISO 3166-1 alpha-2 code, channel, or share id.</param>
/// <param name="Count">Its part of the count.</param>
internal sealed record TallyItem(string Key, long Count);
