using Npgsql;

namespace CampaignEvents.Api.Hosting;

/// <summary>Where this installation's data and secrets are: an embedded PostgreSQL, or the server that is configured.</summary>
internal sealed class Installation : IAsyncDisposable
{
    public const string MasterSecretFile = "master.secret";

    private readonly EmbeddedPostgres? _embedded;

    private Installation(DataFolder folder, string connectionString, Secrets secrets, EmbeddedPostgres? embedded) =>
        (Folder, ConnectionString, Secrets, _embedded) = (folder, connectionString, secrets, embedded);

    public DataFolder Folder { get; }

    public string ConnectionString { get; }

    public Secrets Secrets { get; }

    /// <summary>
    /// Reads <c>ConnectionStrings:Campaigns</c> and <c>Secrets:Master</c> (base64); what is missing is kept in the data folder.
    /// </summary>
    public static async Task<Installation> OpenAsync(IConfiguration configuration, DataFolder folder, CancellationToken cancellation)
    {
        var master = configuration["Secrets:Master"] is { Length: > 0 } configured
            ? configured
            : folder.ReadOrCreateSecret(MasterSecretFile, 32);
        Span<byte> key = new byte[master.Length];
        if (!Convert.TryFromBase64String(master, key, out var length) || length < 32)
            throw new InvalidOperationException("The master secret must be base64 of 32 bytes or more.");
        var secrets = new Secrets(key[..length]);
        if (configuration.GetConnectionString("Campaigns") is { Length: > 0 } server)
            return new(folder, Checked(server), secrets, embedded: null);
        var embedded = await EmbeddedPostgres.JoinAsync(folder.FullPath, cancellation);
        return new(folder, embedded.ConnectionString, secrets, embedded);
    }

    private static string Checked(string connectionString)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connectionString).ConnectionString;
        }
        catch (ArgumentException)
        {
            // The message would repeat the string, and with it the password.
            throw new InvalidOperationException("ConnectionStrings__Campaigns is not a connection string of Npgsql.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_embedded is not null)
            await _embedded.DisposeAsync();
    }
}
