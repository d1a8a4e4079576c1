using System.Globalization;
using System.Text;
using System.Text.Json;
using CampaignEvents.Api.Signatures;
using CampaignEvents.Benchmarks.Subjects;

namespace CampaignEvents.Benchmarks.Benches;

/// <summary>Requests that sign: as bytes for our own client, as a script for wrk.</summary>
internal static class Script
{
    private const int Templates = 500;
    private const string Mark = "EMAIL";

    public static byte[] Body(SignatureInput input) => Encoding.UTF8.GetBytes(Json(input));

    /// <summary>No e-mail twice: not in two threads of a run, nor in two runs of different series.</summary>
    public static string ForWrk(string series)
    {
        var lua = new StringBuilder("local parts = {\n");
        foreach (var input in Samples.Signatures(series, Templates))
        {
            var local = input.Email!.Split('@')[0];
            var parts = Json(input with { Email = Mark }).Split(Mark);
            lua.Append(CultureInfo.InvariantCulture, $"{{[==[{parts[0]}{local}]==], [==[{parts[1]}]==]}},\n");
        }
        return lua.Append("}\n").Append(
            """
            wrk.headers["Content-Type"] = "application/json"
            local threads, n = 0, 0
            function setup(thread) thread:set("number", threads); threads = threads + 1 end
            function request()
                n = n + 1
                local part = parts[n % #parts + 1]
                return wrk.format("POST", nil, nil, part[1] .. ".t" .. number .. "-" .. n .. "@example.org" .. part[2])
            end
            """).ToString();
    }

    // As a form would send it: what was left empty is left out.
    private static string Json(SignatureInput input) => JsonSerializer.Serialize(
        new Dictionary<string, string?>
        {
            ["name"] = input.Name,
            ["email"] = input.Email,
            ["country"] = input.Country,
            ["postcode"] = input.Postcode,
            ["comment"] = input.Comment,
            ["channel"] = input.Channel,
        }.Where(field => field.Value is not null).ToDictionary());
}
