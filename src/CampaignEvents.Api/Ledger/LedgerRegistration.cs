using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Milestones;
using CampaignEvents.Api.Tallies;
using CampaignEvents.Domain.Signatures;
using JasperFx;
using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Npgsql;
using Weasel.Core;
using Wolverine.Marten;

namespace CampaignEvents.Api.Ledger;

/// <summary>Marten's settings, and the ledger's parts.</summary>
internal static class LedgerRegistration
{
    public static IServiceCollection AddLedger(this IServiceCollection services, IConfiguration configuration, string connectionString)
    {
        services.AddOptions<LedgerOptions>().Bind(configuration.GetSection("Ledger"))
            .Validate(o => o is { BatchSize: > 0, QueueLength: > 0 } && o.MaximumWait > TimeSpan.Zero, "Ledger options must be positive.");
        // Made by the container, so that it is disposed of by it, connections and all.
        services.AddSingleton(_ => new NpgsqlDataSourceBuilder(LedgerConnection.Harden(connectionString)).Build());
        services.AddMarten(Configure).UseLightweightSessions().UseNpgsqlDataSource()
            .IntegrateWithWolverine(wolverine => wolverine.UseWolverineManagedEventSubscriptionDistribution = true);
        services.AddSingleton<CampaignLedger>();
        services.AddSingleton<BatchWriter>();
        services.AddSingleton<StoredLines>();
        services.AddSingleton(provider => new LedgerWrites(
            connectionString, provider.GetRequiredService<NpgsqlDataSource>(), provider.GetRequiredService<IDocumentStore>()));
        services.AddSingleton<StuckHolders>();
        services.AddSingleton<ILedgerProjection, TimelineProjection>();
        services.AddSingleton<ILedgerProjection, TallyProjection>();
        services.AddSingleton<ILedgerProjection, MilestoneProjection>();
        return services;
    }

    public static void Configure(StoreOptions options)
    {
        options.DatabaseSchemaName = LedgerSchema.Name;
        options.AutoCreateSchemaObjects = AutoCreate.CreateOrUpdate;
        options.DisableNpgsqlLogging = true;
        options.Logger(new SilentMartenLogger());
        options.UseSystemTextJsonForSerialization(EnumStorage.AsString, Casing.CamelCase, configure: LedgerJson.Configure);

        // Trying again is the ledger's business: it knows which batches are safe to write twice.
        options.ConfigurePolly(_ => { });
        options.ConfigureWritePolly(_ => { });

        options.Events.StreamIdentity = StreamIdentity.AsGuid;
        options.Events.AppendMode = EventAppendMode.QuickWithServerTimestamps;
        options.Events.EnableBigIntEvents = true;
        options.Events.UseIdentityMapForAggregates = true;
        foreach (var (type, name) in StoredEvents.Names)
            options.Events.MapEventType(type, name);
        var format = new SignatureEventFormat();
        options.Events.UseBinarySerializer<SignatureCounted>(format).UseBinarySerializer<SignatureSubmitted>(format);

        options.Projections.Errors.SkipApplyErrors = false;
        options.Projections.Errors.SkipSerializationErrors = false;
        options.Projections.Errors.SkipUnknownEvents = false;
        options.Projections.Add<CampaignProjection>(ProjectionLifecycle.Inline);
        options.Projections.Add<CampaignPageProjection>(ProjectionLifecycle.Inline);
        LedgerSchema.AddTables(options);
    }
}
