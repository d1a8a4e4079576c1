using System.Globalization;
using CampaignEvents.Api.Signatures;

namespace CampaignEvents.Api.Demo;

/// <summary>People who obviously are none.</summary>
internal static class DemoPeople
{
    private static readonly string[] _countries =
        [.. Repeat("US", 38), .. Repeat("GB", 12), .. Repeat("DE", 9), .. Repeat("FR", 7), .. Repeat("NL", 6), .. Repeat("BE", 5),
         .. Repeat("IE", 4), .. Repeat("ES", 4), .. Repeat("IT", 4), .. Repeat("SE", 3), .. Repeat("CA", 3), .. Repeat("AU", 2),
         "PL", "AT", "DK"];

    private static readonly string?[] _channels =
        [.. Repeat("email", 9), .. Repeat("facebook", 6), .. Repeat("whatsapp", 4), .. Repeat("twitter", 3), .. Repeat("embed", 2), null, null, null];

    public static SignatureInput Person(int index, DemoRandom random, Guid? referral) => new(
        string.Create(CultureInfo.InvariantCulture, $"Demo Person {index:D5}"),
        string.Create(CultureInfo.InvariantCulture, $"demo.person.{index:D5}@example.org"),
        _countries[random.Below(_countries.Length)],
        null,
        null,
        _channels[random.Below(_channels.Length)],
        referral);

    /// <summary>The same person, who writes the address in another way.</summary>
    public static SignatureInput Again(SignatureInput person, DemoRandom random) => random.Below(3) switch
    {
        0 => person,
        1 => person with { Email = person.Email!.ToUpperInvariant() },
        _ => person with { Email = person.Email!.Replace("@", "+again@", StringComparison.Ordinal) },
    };

    private static IEnumerable<string> Repeat(string value, int times) => Enumerable.Repeat(value, times);
}
