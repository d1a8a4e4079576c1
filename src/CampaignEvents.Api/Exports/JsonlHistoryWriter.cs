using System.Text.Encodings.Web;
using System.Text.Json;
using CampaignEvents.Api.History;
using CampaignEvents.Api.Http;

namespace CampaignEvents.Api.Exports;

/// <summary>One JSON object for each line: the same as in the answers of the history endpoint.</summary>
internal sealed class JsonlHistoryWriter(ExportStream output, bool persons) : IHistoryWriter
{
    private readonly Utf8JsonWriter _json = new(output, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public async Task WriteAsync(IReadOnlyList<ExportedLine> lines)
    {
        foreach (var (line, person) in lines)
        {
            if (persons)
                JsonSerializer.Serialize(_json, UnsealedLine.Of(HistoryLine.Of(line), person), ApiJson.Default.UnsealedLine);
            else
                JsonSerializer.Serialize(_json, HistoryLine.Of(line), ApiJson.Default.HistoryLine);
            _json.Flush();
            _json.Reset();
            output.Write("\n"u8);
            await output.SendIfEnoughAsync();
        }
    }

    public Task EndAsync() => Task.CompletedTask;

    public void Dispose() => _json.Dispose();
}
