namespace CampaignEvents.Domain;

/// <summary>Ledger time: it never goes backwards, and is kept in whole microseconds as PostgreSQL keeps it.</summary>
public static class LedgerTime
{
    /// <summary>The later of a command's time and the last line's, in UTC.</summary>
    public static DateTimeOffset Of(DateTimeOffset asked, DateTimeOffset lastLine)
    {
        var at = Truncate(asked);
        return at > lastLine ? at : lastLine;
    }

    /// <summary>The moment in UTC, cut to whole microseconds.</summary>
    public static DateTimeOffset Truncate(DateTimeOffset moment)
    {
        var utc = moment.ToUniversalTime();
        return new(utc.Ticks - (utc.Ticks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
    }
}
