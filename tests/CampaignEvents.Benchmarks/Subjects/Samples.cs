using System.Globalization;
using CampaignEvents.Api.Signatures;

namespace CampaignEvents.Benchmarks.Subjects;

/// <summary>Signatures of nobody, the same for every contender: mostly a postcode, in one of five a comment of about 120 characters.</summary>
internal static class Samples
{
    private static readonly string[] _first =
        ["Amber", "Basalt", "Cobalt", "Dapple", "Ember", "Fennel", "Garnet", "Heather", "Indigo", "Juniper", "Kestrel", "Linden"];

    private static readonly string[] _last =
        ["Sampleton", "Placeholder", "Testwood", "Mockridge", "Examplar", "Dummyfield", "Specimen", "Benchley-Row", "Fixture", "Stubbs-End"];

    private static readonly string[] _countries = ["US", "US", "US", "US", "GB", "GB", "DE", "DE", "FR", "NL", "BE", "IE", "ES", "IT", "SE", "CA"];
    private static readonly string[] _channels = ["email", "email", "facebook", "whatsapp", "embed"];

    private const string Comment =
        "This matters to me because it touches everybody on our street, and I hope that those in charge will listen, reason ";

    /// <summary>Distinct for distinct series and numbers; e-mails come in no order, as in life.</summary>
    public static SignatureInput Signature(string series, long number)
    {
        var shuffled = Shuffle(number);
        var (first, last) = (_first[shuffled % 12], _last[shuffled / 12 % 10]);
        return new(
            $"{first} {last}",
            string.Create(CultureInfo.InvariantCulture, $"{first}.{last}.{shuffled % 1_000_000:x}.{series}.{number}@example.org").ToLowerInvariant(),
            _countries[shuffled / 120 % 16],
            shuffled / 1_920 % 10 == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{10_000 + (shuffled % 89_999)}"),
            number % 5 == 0 ? Comment + number.ToString(CultureInfo.InvariantCulture) : null,
            _channels[shuffled / 19_200 % 5],
            null);
    }

    public static IEnumerable<SignatureInput> Signatures(string series, int count)
    {
        for (var number = 0; number < count; number++)
            yield return Signature(series, number);
    }

    private static uint Shuffle(long number)
    {
        var mixed = (ulong)number * 0x9E3779B97F4A7C15;
        return (uint)((mixed ^ (mixed >> 29)) >> 17) & 0x7FFFFFFF;
    }
}
