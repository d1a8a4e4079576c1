using System.Text.Json;
using CampaignEvents.Api.Http;
using CampaignEvents.Api.Replays;
using CampaignEvents.Domain.Replays;

namespace CampaignEvents.Api.Verifications;

internal static class VerifyEndpoint
{
    /// <summary>The most differences of one part that an answer lists; the result counts all of them, and the command lists all.</summary>
    public const int MaximumListed = 200;

    /// <summary>The most that run at once in a process; each reads a whole ledger.</summary>
    private const int MaximumAtOnce = 2;

    private static readonly TimeSpan _pace = TimeSpan.FromSeconds(1);
    private static readonly SemaphoreSlim _places = new(MaximumAtOnce);

    public static void MapVerifications(this RouteGroupBuilder group) =>
        group.MapPost("{slug}/verify", Post).WithName("VerifyCampaign")
            .WithSummary("Prove that everything stored follows from the ledger: JSON lines of progress, then differences, the result last").ForStaff()
            .Produces<VerificationAnswer>(StatusCodes.Status200OK, "application/jsonl");

    /// <summary>Verifies a campaign while the client listens; when the client goes away, it ends.</summary>
    private static async Task<IResult> Post(string slug, HttpContext context, Ledgers ledgers, Verification verification, TimeProvider clock)
    {
        if (await ledgers.FindAsync(slug, context.RequestAborted) is not [var ledger])
            return Problems.UnknownCampaign();
        if (!await _places.WaitAsync(TimeSpan.Zero))
        {
            context.Response.Headers.RetryAfter = "10";
            return Problems.Unavailable();
        }
        try
        {
            context.Response.ContentType = "application/jsonl; charset=utf-8";
            context.Response.Headers.CacheControl = "no-store";
            await RunAsync(ledger, context, verification, clock);
            return Results.Empty;
        }
        finally
        {
            _places.Release();
        }
    }

    private static async Task RunAsync(LedgerEntry ledger, HttpContext context, Verification verification, TimeProvider clock)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var (line, differences, parts) = (0L, new List<Difference>(), new Dictionary<string, int>());
        var running = verification.RunAsync(
            ledger.CampaignId, done => Volatile.Write(ref line, done),
            difference =>
            {
                // One part that is full of them must not hide the others.
                var ofPart = parts[difference.Part] = parts.GetValueOrDefault(difference.Part) + 1;
                if (ofPart <= MaximumListed)
                    differences.Add(difference);
            }, ends.Token);
        try
        {
            // However slow the client is, the verification does not wait for it.
            while (await Task.WhenAny(running, Task.Delay(_pace, clock, ends.Token)) != running)
                await WriteAsync(context, new(Line: Volatile.Read(ref line), Of: ledger.Lines));
            var result = await running;
            foreach (var difference in differences)
                await WriteAsync(context, new(Difference: difference));
            await WriteAsync(context, new(Result: new(result.Differences == 0, result.Lines, result.Count, result.Differences)));
        }
        finally
        {
            await ends.CancelAsync();
            await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task WriteAsync(HttpContext context, VerificationAnswer answer)
    {
        await JsonSerializer.SerializeAsync(context.Response.Body, answer, ApiJson.Default.VerificationAnswer, context.RequestAborted);
        await context.Response.Body.WriteAsync("\n"u8.ToArray(), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
