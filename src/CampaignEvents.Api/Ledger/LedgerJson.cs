using System.Buffers.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CampaignEvents.Domain.Campaigns;
using CampaignEvents.Domain.Deliveries;
using CampaignEvents.Domain.Exports;
using CampaignEvents.Domain.ExternalCounts;
using CampaignEvents.Domain.Milestones;
using CampaignEvents.Domain.Replays;
using CampaignEvents.Domain.Shares;
using CampaignEvents.Domain.Signatures;

namespace CampaignEvents.Api.Ledger;

/// <summary>How events and snapshots are written as JSON.</summary>
[JsonSerializable(typeof(Campaign))]
[JsonSerializable(typeof(LedgerState))]
[JsonSerializable(typeof(CampaignLaunched))]
[JsonSerializable(typeof(CampaignClosed))]
[JsonSerializable(typeof(CampaignReopened))]
[JsonSerializable(typeof(GoalChanged))]
[JsonSerializable(typeof(GoalRaised))]
[JsonSerializable(typeof(ThresholdAdded))]
[JsonSerializable(typeof(ThresholdRemoved))]
[JsonSerializable(typeof(MilestoneReached))]
[JsonSerializable(typeof(MilestoneFallenBelow))]
[JsonSerializable(typeof(MilestoneRegained))]
[JsonSerializable(typeof(SignatureCounted))]
[JsonSerializable(typeof(SignatureSubmitted))]
[JsonSerializable(typeof(SignatureConfirmed))]
[JsonSerializable(typeof(SignatureWithdrawn))]
[JsonSerializable(typeof(SignatureInvalidated))]
[JsonSerializable(typeof(CampaignShared))]
[JsonSerializable(typeof(ExternalCountRecorded))]
[JsonSerializable(typeof(PersonsUnsealed))]
[JsonSerializable(typeof(PersonsRelayBegun))]
[JsonSerializable(typeof(PersonsRelayEnded))]
internal sealed partial class LedgerJson : JsonSerializerContext
{
    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.IgnoreReadOnlyProperties = true;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        options.Converters.Add(new FingerprintConverter());
        options.TypeInfoResolver = JsonTypeInfoResolver.Combine(new LedgerJson(), new DefaultJsonTypeInfoResolver());
    }

    private sealed class FingerprintConverter : JsonConverter<Fingerprint>
    {
        public override Fingerprint Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            Span<byte> bytes = stackalloc byte[16];
            Base64Url.DecodeFromChars(reader.GetString(), bytes);
            return new(new Guid(bytes, bigEndian: true));
        }

        public override void Write(Utf8JsonWriter writer, Fingerprint value, JsonSerializerOptions options)
        {
            Span<byte> bytes = stackalloc byte[16];
            value.Value.TryWriteBytes(bytes, bigEndian: true, out _);
            writer.WriteStringValue(Base64Url.EncodeToString(bytes));
        }
    }
}
