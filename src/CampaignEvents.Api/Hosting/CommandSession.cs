namespace CampaignEvents.Api.Hosting;

/// <summary>One run of a command: the installation is joined, the parts are composed, the schema is up to date.</summary>
internal sealed class CommandSession : IAsyncDisposable
{
    private readonly Installation _installation;

    private CommandSession(Installation installation, WebApplication app) => (_installation, App) = (installation, app);

    public WebApplication App { get; }

    public IServiceProvider Services => App.Services;

    public static async Task<CommandSession> OpenAsync(CancellationToken cancellation)
    {
        var configuration = new ConfigurationBuilder().SetBasePath(AppContext.BaseDirectory)
            .AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables().Build();
        var installation = await Installation.OpenAsync(configuration, DataFolder.FromEnvironment(), cancellation);
        var app = CampaignHost.Build(installation);
        await CampaignHost.PrepareAsync(app.Services, cancellation);
        return new(installation, app);
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await _installation.DisposeAsync();
    }
}
