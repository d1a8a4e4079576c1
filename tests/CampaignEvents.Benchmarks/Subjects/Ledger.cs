using System.Collections.Immutable;
using System.Diagnostics;
using CampaignEvents.Api.Hosting;
using CampaignEvents.Api.Imports;
using CampaignEvents.Api.Ledger;
using CampaignEvents.Api.Signatures;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Campaigns;

namespace CampaignEvents.Benchmarks.Subjects;

/// <summary>This project's ledger in process, composed as the server composes it.</summary>
internal sealed class Ledger : IAsyncDisposable
{
    private readonly Installation _installation;
    private readonly WebApplication _app;

    private Ledger(Installation installation, WebApplication app) => (_installation, _app) = (installation, app);

    public IServiceProvider Services => _app.Services;

    public static async Task<Ledger> OpenAsync(string connectionString, CancellationToken cancellation)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("ConnectionStrings:Campaigns", connectionString)]).Build();
        var installation = await Installation.OpenAsync(configuration, DataFolder.FromEnvironment(), cancellation);
        var app = CampaignHost.Build(installation);
        await CampaignHost.PrepareAsync(app.Services, cancellation);
        return new(installation, app);
    }

    /// <summary>Launches a campaign like any other, with the usual ladder of goals.</summary>
    public async Task<Guid> LaunchAsync(string slug, DateTimeOffset? at = null, ImmutableArray<long>? thresholds = null)
    {
        var terms = new CampaignTerms(
            slug, $"Campaign {slug}", "What is asked for.", "Those in charge", 1_000,
            thresholds is null ? Domain.Milestones.GoalLadder.Default : [], thresholds ?? [], Confirmation.None, null, null);
        var command = new LaunchCampaign(terms, at ?? TimeProvider.System.GetUtcNow());
        var outcome = await Services.GetRequiredService<CampaignLedger>().ExecuteAsync(CampaignId.Of(slug), command);
        return outcome.Rejection is null ? CampaignId.Of(slug) : throw new InvalidOperationException(outcome.Rejection.Code);
    }

    /// <summary>Seals and writes signatures as an import does; the time it took, checked to have counted every one.</summary>
    public async Task<TimeSpan> SignAsync(
        Guid campaignId, IEnumerable<SignatureInput> signatures, int count, Func<long, DateTimeOffset>? history, CancellationToken cancellation)
    {
        var (sealer, ids) = (Services.GetRequiredService<SignatureSealer>(), Services.GetRequiredService<Ids>());
        var counted = 0L;
        var started = Stopwatch.GetTimestamp();
        await Services.GetRequiredService<BulkWriter>().WriteAsync(campaignId, Commands(), Answered, cancellation);
        var took = Stopwatch.GetElapsedTime(started);
        return counted == count ? took : throw new InvalidOperationException($"{counted} of {count} signatures counted.");

        IEnumerable<(Command, long)> Commands() => signatures.Index().Select(s =>
        {
            var at = history?.Invoke(s.Index) ?? TimeProvider.System.GetUtcNow();
            return ((Command)sealer.Seal(campaignId, ids.Next(), s.Item, at), (long)s.Index);
        });

        void Answered(Outcome outcome, long index)
        {
            if (outcome.After.Signatory?.Number == index + 1)
                counted++;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _installation.DisposeAsync();
    }
}
