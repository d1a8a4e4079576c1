using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Deliveries;
using CampaignEvents.Api.Exports;
using CampaignEvents.Api.ExternalCounts;
using CampaignEvents.Api.History;
using CampaignEvents.Api.Http;
using CampaignEvents.Api.Imports;
using CampaignEvents.Api.Integration;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Api.Live;
using CampaignEvents.Api.Mail;
using CampaignEvents.Api.Milestones;
using CampaignEvents.Api.Rebuilds;
using CampaignEvents.Api.Receivers;
using CampaignEvents.Api.Replays;
using CampaignEvents.Api.Scenarios;
using CampaignEvents.Api.Schedules;
using CampaignEvents.Api.Shares;
using CampaignEvents.Api.Signatures;
using CampaignEvents.Api.Tallies;
using CampaignEvents.Api.Verifications;
using CampaignEvents.Api.Webhooks;
using Marten;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Npgsql;
using Scalar.AspNetCore;

namespace CampaignEvents.Api.Hosting;

/// <summary>Composes the application from its features.</summary>
internal static class CampaignHost
{
    public const string DefaultUrl = "http://127.0.0.1:5080";

    /// <summary>An application that has its parts, but serves nothing before it is run.</summary>
    public static WebApplication Build(Installation installation, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls(builder.Configuration["URLS"] ?? DefaultUrl);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = BodyLimit.Usual;
        });
        // Before the parts, some of which read their settings as they are added.
        configure?.Invoke(builder);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(installation);
        builder.Services.AddSingleton(installation.Secrets);
        builder.Services.AddSingleton<Ids>();
        builder.Services.AddLedger(builder.Configuration, installation.ConnectionString);
        builder.Services.AddCampaigns().AddSignatures().AddReplays().AddRebuilds().AddVerifications()
            .AddExports().AddScenarios(builder.Configuration).AddLive();
        builder.Services.AddReceivers().AddDeliveries(builder.Configuration).AddSchedules().AddWebhooks(builder.Configuration).AddMail(builder.Configuration)
            .AddMessageBus(builder.Configuration);
        builder.Services.AddOptions<SiteSettings>().Bind(builder.Configuration.GetSection("Site"))
            .Validate(s => s.IsValid, "Site: PublicUrl and CampaignUrl are absolute, http or https.");
        builder.Services.AddTransient<BulkWriter>();
        builder.Services.AddApi();
        var app = builder.Build();
        app.UseApi();
        return app;
    }

    private static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddSingleton<StaffKeys>().AddSingleton<UnsealKey>();
        // Not AddAuthentication: that brings data protection, whose keys nothing here would use.
        services.AddWebEncoders().AddTransient<StaffKeyHandler>().AddAuthenticationCore(options =>
        {
            options.AddScheme<StaffKeyHandler>(StaffKeyHandler.SchemeName, displayName: null);
            options.DefaultScheme = StaffKeyHandler.SchemeName;
        });
        services.AddAuthorizationBuilder().AddPolicy(StaffKeyHandler.Policy, policy => policy.RequireAuthenticatedUser())
            .AddPolicy(StaffKeyHandler.UnsealPolicy, policy => policy.RequireAuthenticatedUser().RequireRole(StaffKeyHandler.UnsealRole));
        services.AddProblemDetails();
        services.AddExceptionHandler<FaultHandler>();
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions));
        services.AddOpenApi("v1", ApiDescription.Configure);
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database", tags: ["ready"]);
        return services;
    }

    private static void UseApi(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false }).ExcludeFromDescription();
        app.MapHealthChecks("/health/ready", new() { Predicate = check => check.Tags.Contains("ready") }).ExcludeFromDescription();
        app.MapHealthChecks("/health/deliveries", new() { Predicate = check => check.Tags.Contains("deliveries") }).ExcludeFromDescription();
        app.MapBusHealth();
        app.MapOpenApi();
        app.MapScalarApiReference("/docs", options => options
            .WithTitle("CampaignEvents").DisableDefaultFonts().DisableTelemetry().DisableAgent().DisableMcp().HideDeveloperTools().HideClientButton());

        var campaigns = app.MapGroup("/api/campaigns").WithTags("Campaigns");
        campaigns.MapCampaigns();
        campaigns.MapSignatures();
        campaigns.MapShares();
        campaigns.MapExternalCounts();
        campaigns.MapMilestones();
        campaigns.MapTallies();
        campaigns.MapHistory();
        campaigns.MapReplays();
        campaigns.MapLive();
        campaigns.MapScenarios();
        campaigns.MapVerifications();
        campaigns.MapExports();
        campaigns.MapRedelivery();
        var receivers = app.MapGroup("/api/receivers").WithTags("Receivers");
        receivers.MapReceivers();
        receivers.MapUnsubscribing();
        app.MapGroup("/api/deliveries").WithTags("Deliveries").MapDeliveries();
    }

    /// <summary>Brings the database's schema up to date, and checks that its data belongs to these secrets.</summary>
    public static async Task PrepareAsync(IServiceProvider services, CancellationToken cancellation)
    {
        _ = services.GetRequiredService<IOptions<LedgerOptions>>().Value;
        _ = services.GetRequiredService<IOptions<SiteSettings>>().Value;
        _ = services.GetRequiredService<IOptions<DeliverySettings>>().Value;
        _ = services.GetRequiredService<IOptions<WebhookSettings>>().Value;
        _ = services.GetRequiredService<MailTemplates>();
        var dataSource = services.GetRequiredService<NpgsqlDataSource>();
        await RowSetMigration.RunAsync(dataSource, cancellation);
        await services.GetRequiredService<IDocumentStore>().Storage.ApplyAllConfiguredChangesToDatabaseAsync();
        await SetBasedAppend.ApplyAsync(dataSource, services.GetRequiredService<ILogger<CampaignLedger>>(), cancellation);
        await InstallationCheck.RunAsync(dataSource, services.GetRequiredService<Secrets>(), cancellation);
    }
}
