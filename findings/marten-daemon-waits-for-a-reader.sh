#!/usr/bin/env bash
# Marten 9.58.0 with PostgreSQL (seen with 15): a read-only transaction holds back every asynchronous projection and subscription.
#
# Guess written down first: a number of the event sequence that was never used (a rolled-back append) costs the daemon about
# Projections.StaleSequenceThreshold, 3 s by default; after that it steps over the gap, whatever else the database does.
# Expected by the documentation: the threshold is the time after which the daemon assumes that a gap stays.
# Seen: it steps over the gap only once every transaction that was open when the gap was found has ended. One that has read a single
# row and will write nothing, as pg_dump keeps open, is enough: the event after the gap is projected when that transaction ends,
# here after 15 s instead of 3 s. With a backup of an hour it is an hour.
#
# Exits 0 while that is so. Needs the .NET 10 SDK and PostgreSQL's server programs; listens on a socket in a temporary folder only.
set -euo pipefail

held=15
work=$(mktemp -d)
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1) || true
[ -n "$bin" ] || { echo "PostgreSQL's server programs are missing: apt-get install postgresql" >&2; exit 2; }

as_server() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
finish() {
    as_server "$bin/pg_ctl" -D "$work/db/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$work"
}
trap finish EXIT

chmod 711 "$work"
mkdir "$work/db"
[ "$(id -u)" != 0 ] || chown postgres "$work/db"
as_server "$bin/initdb" -D "$work/db/data" -U finding -A trust >/dev/null
as_server "$bin/pg_ctl" -D "$work/db/data" -w -l "$work/db/log" -o "-c listen_addresses='' -k '$work/db'" start >/dev/null

mkdir "$work/app"
cat >"$work/app/Finding.csproj" <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><NoWarn>NU1603</NoWarn>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Marten" Version="[9.58.0]" />
    <PrunePackageReference Include="Patched.DistributedLock.Core" Version="1.0.99" />
    <PrunePackageReference Include="Patched.DistributedLock.Postgres" Version="1.3.3" />
  </ItemGroup>
</Project>
XML
cat >"$work/app/Program.cs" <<'CS'
using System.Diagnostics;
using JasperFx.Events.Projections;
using Marten;
using Marten.Events.Projections;
using Npgsql;

var (connection, held) = (args[0], TimeSpan.FromSeconds(int.Parse(args[1])));
using var store = DocumentStore.For(options =>
{
    options.Connection(connection);
    options.Projections.Add(new SeenProjection(), ProjectionLifecycle.Async);
});
await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
using var daemon = await store.BuildProjectionDaemonAsync();
await daemon.StartAllAsync();
await LagOfNextEventAsync();

await BurnANumberAsync();
var alone = await LagOfNextEventAsync();

await using var reader = new NpgsqlConnection(connection);
await reader.OpenAsync();
await using var transaction = await reader.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
await new NpgsqlCommand("SET TRANSACTION READ ONLY", reader).ExecuteNonQueryAsync();
await new NpgsqlCommand("SELECT 1 FROM mt_streams LIMIT 1", reader).ExecuteScalarAsync();
await BurnANumberAsync();
var ending = Task.Run(async () => { await Task.Delay(held); await transaction.CommitAsync(); });
var withReader = await LagOfNextEventAsync();
await ending;

Console.WriteLine($"event after a gap, projected after {alone.TotalSeconds:F1} s; "
    + $"while a read-only transaction is open for {held.TotalSeconds:F0} s, after {withReader.TotalSeconds:F1} s");
await daemon.StopAllAsync();
return alone < held / 2 && withReader >= held - TimeSpan.FromSeconds(1) ? 0 : 1;

async Task BurnANumberAsync()
{
    await using var open = new NpgsqlConnection(connection);
    await open.OpenAsync();
    await new NpgsqlCommand("SELECT nextval('mt_events_sequence')", open).ExecuteScalarAsync();
}

async Task<TimeSpan> LagOfNextEventAsync()
{
    var id = Guid.NewGuid();
    await using (var session = store.LightweightSession())
    {
        session.Events.StartStream(id, new Happened(id));
        await session.SaveChangesAsync();
    }
    var since = Stopwatch.StartNew();
    for (; since.Elapsed < TimeSpan.FromMinutes(2); await Task.Delay(50))
    {
        await using var query = store.QuerySession();
        if (await query.LoadAsync<Seen>(id) is not null)
            return since.Elapsed;
    }
    throw new TimeoutException("The event was not projected within 2 minutes.");
}

public record Happened(Guid Id);

public record Seen(Guid Id);

public partial class SeenProjection : EventProjection
{
    public Seen Create(Happened happened) => new(happened.Id);
}
CS
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1
dotnet build "$work/app" -c Release --nologo -v q >"$work/build" 2>&1 || { cat "$work/build" >&2; exit 2; }
dotnet "$work/app/bin/Release/net10.0/Finding.dll" "Host=$work/db;Username=finding;Database=postgres" "$held"
