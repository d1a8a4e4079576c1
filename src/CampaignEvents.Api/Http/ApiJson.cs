using System.Text.Json;
using System.Text.Json.Serialization;
using CampaignEvents.Api.Campaigns;
using CampaignEvents.Api.Deliveries;
using CampaignEvents.Api.Exports;
using CampaignEvents.Api.ExternalCounts;
using CampaignEvents.Api.History;
using CampaignEvents.Api.Live;
using CampaignEvents.Api.Milestones;
using CampaignEvents.Api.Receivers;
using CampaignEvents.Api.Replays;
using CampaignEvents.Api.Scenarios;
using CampaignEvents.Api.Shares;
using CampaignEvents.Api.Signatures;
using CampaignEvents.Api.Tallies;
using CampaignEvents.Api.Verifications;
using Microsoft.AspNetCore.Mvc;

namespace CampaignEvents.Api.Http;

/// <summary>Everything the API reads and writes.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    Converters = [typeof(UtcConverter)],
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(LaunchRequest))]
[JsonSerializable(typeof(GoalRequest))]
[JsonSerializable(typeof(ThresholdRequest))]
[JsonSerializable(typeof(ReopenRequest))]
[JsonSerializable(typeof(SignRequest))]
[JsonSerializable(typeof(TokenRequest))]
[JsonSerializable(typeof(InvalidateRequest))]
[JsonSerializable(typeof(ShareRequest))]
[JsonSerializable(typeof(ExternalCountRequest))]
[JsonSerializable(typeof(UnsealedExportRequest))]
[JsonSerializable(typeof(CampaignAnswer))]
[JsonSerializable(typeof(CampaignList))]
[JsonSerializable(typeof(ProgressAnswer))]
[JsonSerializable(typeof(TimelineAnswer))]
[JsonSerializable(typeof(TallyAnswer))]
[JsonSerializable(typeof(IReadOnlyList<MilestoneAnswer>))]
[JsonSerializable(typeof(HistoryAnswer))]
[JsonSerializable(typeof(HistoryLine))]
[JsonSerializable(typeof(UnsealedLine))]
[JsonSerializable(typeof(StateAnswer))]
[JsonSerializable(typeof(ScenarioRequest))]
[JsonSerializable(typeof(ScenarioAnswer))]
[JsonSerializable(typeof(ScenarioList))]
[JsonSerializable(typeof(ScenarioTimeline))]
[JsonSerializable(typeof(VerificationAnswer))]
[JsonSerializable(typeof(ReplayState))]
[JsonSerializable(typeof(MilestoneChangeAnswer))]
[JsonSerializable(typeof(ReplayEnd))]
[JsonSerializable(typeof(LiveProgress))]
[JsonSerializable(typeof(LiveMilestone))]
[JsonSerializable(typeof(SignedAnswer))]
[JsonSerializable(typeof(RepeatedAnswer))]
[JsonSerializable(typeof(SubmittedAnswer))]
[JsonSerializable(typeof(SignatureAnswer))]
[JsonSerializable(typeof(ShareAnswer))]
[JsonSerializable(typeof(ReceiverRequest))]
[JsonSerializable(typeof(ReceiverAnswer))]
[JsonSerializable(typeof(ReceiverList))]
[JsonSerializable(typeof(SecretAnswer))]
[JsonSerializable(typeof(TestAnswer))]
[JsonSerializable(typeof(DeliveryAnswer))]
[JsonSerializable(typeof(DeliveryList))]
[JsonSerializable(typeof(RedeliveryAnswer))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(HttpValidationProblemDetails))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>The same for what ASP.NET serializes by itself.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.TypeInfoResolverChain.Insert(0, Default);
        options.Converters.Add(new UtcConverter());
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.NumberHandling = JsonNumberHandling.Strict;
    }
}
