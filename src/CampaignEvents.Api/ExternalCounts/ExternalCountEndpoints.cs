using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Http;
using CampaignEvents.Domain;
using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.ExternalCounts;
using CampaignEvents.Domain.Signatures;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CampaignEvents.Api.ExternalCounts;

/// <summary>Reports signatures collected elsewhere.</summary>
/// <param name="Source">Who collected them, at most 80 characters.</param>
/// <param name="Count">Its figure, in all, so far; replaces the source's last one.</param>
/// <param name="Countries">The part whose country is known, by ISO 3166-1 alpha-2 code.</param>
/// <param name="At">When they were counted, if earlier than now; recorded, while the line is of today.</param>
internal sealed record ExternalCountRequest([property: Required] string? Source, [property: Required] long? Count, Dictionary<string, long>? Countries, DateTimeOffset? At)
{
    public IEnumerable<Problem> Problems(DateTimeOffset now) =>
    [
        .. Text.Check("source", Source, 80, required: true),
        .. Count is null ? [new Problem("count", "is required")] : Array.Empty<Problem>(),
        .. Count is < 0 or > CampaignTerms.MaximumCount ? [new Problem("count", "must be between 0 and 1,000,000,000")] : Array.Empty<Problem>(),
        .. Countries?.Keys.Any(c => !Country.IsKnown(c)) == true ? [new Problem("countries", "has a key that is not an ISO 3166-1 alpha-2 code")] : Array.Empty<Problem>(),
        .. Countries?.Values.Any(c => c is < 0 or > CampaignTerms.MaximumCount) == true ? [new Problem("countries", "has a figure that is not between 0 and 1,000,000,000")] : Array.Empty<Problem>(),
        .. Countries?.Values.Sum(c => (decimal)c) > Count ? [new Problem("countries", "sum to more than the count")] : Array.Empty<Problem>(),
        .. At > now ? [new Problem("at", "lies in the future")] : Array.Empty<Problem>(),
    ];
}

internal static class ExternalCountEndpoints
{
    public static void MapExternalCounts(this RouteGroupBuilder group) =>
        group.MapPost("{slug}/external-counts", Post).WithName("RecordExternalCount")
            .WithSummary("Report how many signatures a source has collected elsewhere").ForStaff()
            .Accepts<ExternalCountRequest>("application/json");

    private static async Task<Results<Ok<CampaignAnswer>, ProblemHttpResult>> Post(
        string slug, HttpRequest http, StaffCommands commands, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        var (request, problem) = await Body.ReadAsync(http, ApiJson.Default.ExternalCountRequest, r => r.Problems(now));
        if (problem is not null)
            return problem;
        return await commands.ExecuteAsync(slug, new RecordExternalCount(
            request!.Source!.Trim(), request.Count!.Value, request.Countries?.ToImmutableSortedDictionary(StringComparer.Ordinal),
            request.At?.ToUniversalTime(), InHistory: false, now));
    }
}
