using System.Globalization;
using System.Runtime.InteropServices;
using CampaignEvents.Benchmarks.Subjects;
using Npgsql;

namespace CampaignEvents.Benchmarks;

/// <summary>What a figure depends on, in one line; nothing that names the machine or its owner.</summary>
internal static class Machine
{
    public static async Task<string> DescribeAsync(Cluster cluster, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(cluster.ConnectionString);
        await connection.OpenAsync(cancellation);
        var commit = await CommitAsync(connection, cancellation);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} cores ({Field("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString()}), " +
            $"{Gibibytes()} GiB memory, PostgreSQL {connection.PostgreSqlVersion}, {RuntimeInformation.FrameworkDescription}; " +
            $"load generator, servers and database share these cores; a durable commit of one row takes {commit:F1} ms");
    }

    // The slow peers are bound by it, so a disk that lies, or one that is far away, shows here.
    private static async Task<double> CommitAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var create = new NpgsqlCommand("CREATE TABLE IF NOT EXISTS commit_probe (n integer)", connection);
        await create.ExecuteNonQueryAsync(cancellation);
        await using var insert = new NpgsqlCommand("INSERT INTO commit_probe VALUES (1)", connection);
        var times = new List<double>();
        for (var n = 0; n < 200; n++)
        {
            var started = System.Diagnostics.Stopwatch.GetTimestamp();
            await insert.ExecuteNonQueryAsync(cancellation);
            times.Add(System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        return Measuring.Statistics.Median(times);
    }

    private static string Gibibytes() => Field("/proc/meminfo", "MemTotal")?.Split(' ')[0] is { } kibibytes
        ? (double.Parse(kibibytes, CultureInfo.InvariantCulture) / (1024 * 1024)).ToString("F0", CultureInfo.InvariantCulture)
        : "?";

    private static string? Field(string file, string name) => !File.Exists(file) ? null : File.ReadLines(file)
        .Where(line => line.StartsWith(name, StringComparison.Ordinal))
        .Select(line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()).FirstOrDefault();
}
