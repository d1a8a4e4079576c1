using CampaignEvents.Api.Ledger;
using CampaignEvents.Domain.Signatures;
using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Marten.Events.Projections;

namespace CampaignEvents.Benchmarks.Peers;

/// <summary>A count as a Marten user would keep it.</summary>
public sealed class CountByDayAndCountry
{
    public string Id { get; set; } = "";

    public long Count { get; set; }
}

/// <summary>An ordinary multi-stream projection over our own stored events, rebuilt by Marten's daemon.</summary>
public sealed partial class CountByDayAndCountryProjection : MultiStreamProjection<CountByDayAndCountry, string>
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(10);

    public CountByDayAndCountryProjection() => Identity<IEvent<SignatureCounted>>(e => $"{e.Timestamp.UtcDateTime:yyyy-MM-dd}/{e.Data.Country}");

    public static void Apply(SignatureCounted counted, CountByDayAndCountry count) => count.Count++;

    /// <summary>Rebuilds it, and gives the sum of its counts.</summary>
    public static async Task<long> RebuildAsync(string connectionString, CancellationToken cancellation)
    {
        await using var store = DocumentStore.For(options =>
        {
            options.Connection(connectionString);
            LedgerRegistration.Configure(options);
            options.Projections.Add<CountByDayAndCountryProjection>(ProjectionLifecycle.Async);
        });
        using var daemon = await store.BuildProjectionDaemonAsync();
        await daemon.RebuildProjectionAsync<CountByDayAndCountryProjection>(_patience, cancellation);
        await using var session = store.QuerySession();
        return await session.Query<CountByDayAndCountry>().SumAsync(c => c.Count, cancellation);
    }
}
