using System.Text;
using CampaignEvents.Domain;
using Parquet.Schema;

namespace CampaignEvents.Api.Exports;

/// <summary>
/// How the columns are kept in Parquet. A file tells the least and greatest value of each column chunk, and readers skip
/// whole row groups by it, so these must be right. Parquet.Net 6.1 gets three of them wrong, and these go around it: times in
/// microseconds are handed over as the integers they are stored as (aloneguid/parquet-dotnet#769); ids are text; and free text
/// is handed over as UTF-8, for which it tells none, because it would order it by UTF-16.
/// </summary>
internal static class ParquetColumns
{
    public static ParquetColumn Of(HistoryColumn column) => column switch
    {
        NumberColumn c => Make(Field<long>(c), Field<long>(c), c.Of, _ => sizeof(long)),
        TimeColumn c => Make(Timestamp(c), Field<long>(c), row => c.Of(row) is { } at ? Microseconds(at) : (long?)null, _ => sizeof(long)),
        FlagColumn c => Make(Field<bool>(c), Field<bool>(c), c.Of, _ => sizeof(bool)),
        IdColumn c => Make(Field<string>(c), Field<string>(c), row => Characters(c.Of(row)?.ToString()), Size),
        CodeColumn c => Make(Field<string>(c), Field<string>(c), row => Characters(c.Of(row)), Size),
        TextColumn c => Make(Field<string>(c), Field<byte[]>(c), row => Utf8(c.Of(row)), bytes => bytes.Length),
        _ => throw new NotSupportedException($"{column.GetType().Name} has no type in Parquet."),
    };

    private static ParquetColumn<T> Make<T>(DataField declared, DataField stored, Func<HistoryRow, T?> of, Func<T, int> size)
        where T : struct => new(declared, stored, of, size);

    private static DataField<T> Field<T>(HistoryColumn column) => new(column.Name, nullable: !column.Required);

    private static DateTimeDataField Timestamp(TimeColumn column) => new(
        column.Name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, DateTimeTimeUnit.Micros, isNullable: !column.Required);

    private static long Microseconds(DateTimeOffset at) => (LedgerTime.Truncate(at) - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private static ReadOnlyMemory<char>? Characters(string? text) => text?.AsMemory();

    private static ReadOnlyMemory<byte>? Utf8(string? text) => text is null ? default(ReadOnlyMemory<byte>?) : Encoding.UTF8.GetBytes(text);

    private static int Size(ReadOnlyMemory<char> text) => text.Length * sizeof(char);
}
