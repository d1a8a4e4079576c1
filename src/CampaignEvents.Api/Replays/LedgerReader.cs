using System.Runtime.CompilerServices;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain;
using Npgsql;

namespace CampaignEvents.Api.Replays;

/// <summary>
/// The one way to go over a ledger of any length: in order, page by page, each page a short read of its own. Neither a slow
/// reader nor a long ledger holds a connection or a transaction, and no more than two pages are in memory.
/// </summary>
internal sealed class LedgerReader(NpgsqlDataSource dataSource, StoredLines stored)
{
    /// <summary>Lines of a page. Larger ones are no faster and take more memory.</summary>
    public const int PageLength = 4_096;

    private static readonly string _open = Sql(StoredLines.OpenColumns), _full = Sql(StoredLines.Columns);

    // Time is looked at outside: inside, a page that ends at a moment would be sought to the end of the ledger.
    private static string Sql(string columns) =>
        $"""
        SELECT * FROM (
            SELECT {columns} FROM {LedgerSchema.Events}
            WHERE stream_id = $1 AND version > $2 AND version <= $3 ORDER BY version LIMIT $5) page
        WHERE timestamp <= $4
        """;

    /// <summary>Pages of lines, none empty. While one is folded the next is read.</summary>
    /// <param name="campaignId">The campaign.</param>
    /// <param name="range">Which lines.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <param name="persons">Whether sealed persons are read too.</param>
    public async IAsyncEnumerable<IReadOnlyList<Line>> PagesAsync(
        Guid campaignId, LineRange range, [EnumeratorCancellation] CancellationToken cancellation, bool persons = false)
    {
        var page = await PageAsync(range.After);
        while (page.Count == PageLength)
        {
            var last = page[^1].Number;
            var next = Task.Run(() => PageAsync(last), cancellation);
            try
            {
                yield return page;
            }
            finally
            {
                // A consumer that stops early must not leave a read behind.
                await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            page = await next;
        }
        if (page.Count > 0)
            yield return page;

        async Task<List<Line>> PageAsync(long after)
        {
            await using var connection = await dataSource.OpenConnectionAsync(cancellation);
            return await ReadAsync(connection, campaignId, range with { After = after }, persons, cancellation);
        }
    }

    /// <summary>One page of lines, over a connection of the caller's.</summary>
    public async Task<List<Line>> ReadAsync(
        NpgsqlConnection connection, Guid campaignId, LineRange range, bool persons, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(persons ? _full : _open, connection);
        foreach (var value in (object[])[
            campaignId, range.After, range.To ?? long.MaxValue, range.Until ?? DateTimeOffset.MaxValue, PageLength])
            command.Parameters.Add(new() { Value = value });
        var (lines, last, isKnown) = (new List<Line>(), range.After, true);
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
            {
                last = reader.GetInt64(StoredLines.NumberColumn);
                if (isKnown && stored.Read(reader, persons) is { } line)
                    lines.Add(line);
                else
                    isKnown = false;
            }
        }
        return isKnown ? lines : await stored.ReadAsync(campaignId, range.After, last, cancellation);
    }
}
