using CampaignEvents.Api.Signatures;
using JasperFx;
using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Marten.Events.Projections;
using Npgsql;
using Weasel.Core;

namespace CampaignEvents.Benchmarks.Peers;

/// <summary>Marten with its defaults, a session per request: one stream per campaign with an inline snapshot, or one stream per signature.</summary>
internal sealed class MartenStore(IDocumentStore store) : IAsyncDisposable
{
    public static async Task<MartenStore> OpenAsync(string connectionString, string schema, CancellationToken cancellation)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = 32, MaxAutoPrepare = 20, ApplicationName = schema };
        var store = DocumentStore.For(options =>
        {
            options.Connection(settings.ConnectionString);
            options.DatabaseSchemaName = schema;
            options.DisableNpgsqlLogging = true;
            options.UseSystemTextJsonForSerialization(EnumStorage.AsString);
            options.Events.UseIdentityMapForAggregates = true;
            options.Events.MapEventType<PetitionSigned>("petition_signed");
            options.Projections.Snapshot<Petition>(SnapshotLifecycle.Inline);
        });
        await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
        return new(store);
    }

    public async Task LaunchAsync(Guid petitionId, string slug)
    {
        await using var session = store.LightweightSession();
        session.Events.StartStream<Petition>(petitionId, new PetitionLaunched(slug));
        await session.SaveChangesAsync();
    }

    /// <summary>Appends under optimistic concurrency and starts over when another was faster, after a moment that differs for each.</summary>
    public async Task AppendToPetitionAsync(Guid petitionId, SignatureInput input)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await using var session = store.LightweightSession();
                var stream = await session.Events.FetchForWriting<Petition>(petitionId);
                stream.AppendOne(Event(input));
                await session.SaveChangesAsync();
                return;
            }
            catch (ConcurrencyException)
            {
                await Task.Delay(Random.Shared.Next(1, 5 << Math.Min(attempt, 5)));
            }
        }
    }

    /// <summary>The stream's id follows from the e-mail, so the events table keeps signatures unique.</summary>
    public async Task StartSignatureAsync(Guid petitionId, SignatureInput input)
    {
        await using var session = store.LightweightSession();
        session.Events.StartStream(SignatureStream.IdOf(petitionId, input.Email!), Event(input));
        await session.SaveChangesAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (store is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
        else
            store.Dispose();
    }

    private static PetitionSigned Event(SignatureInput input) => new(
        input.Name!, input.Email!, input.Country, input.Postcode, input.Comment, input.Channel, input.Referral);
}
