using System.Text.Json;
using System.Text.Json.Serialization;
using CampaignEvents.Api.Http;
using CampaignEvents.Contracts;

namespace CampaignEvents.Api.Webhooks;

/// <summary>How webhooks are written.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, Converters = [typeof(UtcConverter)], DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StandardBody))]
[JsonSerializable(typeof(TestData))]
[JsonSerializable(typeof(OsdiSignature[]))]
[JsonSerializable(typeof(MilestoneReached))]
[JsonSerializable(typeof(MilestoneRegained))]
[JsonSerializable(typeof(MilestoneFallenBelow))]
[JsonSerializable(typeof(GoalRaised))]
[JsonSerializable(typeof(GoalChanged))]
[JsonSerializable(typeof(CampaignLaunched))]
[JsonSerializable(typeof(CampaignOpened))]
[JsonSerializable(typeof(CampaignClosed))]
[JsonSerializable(typeof(CampaignReopened))]
[JsonSerializable(typeof(DailyDigest))]
[JsonSerializable(typeof(SignatureRecorded))]
internal sealed partial class WebhookJson : JsonSerializerContext;
