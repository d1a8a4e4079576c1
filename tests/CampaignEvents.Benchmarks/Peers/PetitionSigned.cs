using JasperFx.Events;

namespace CampaignEvents.Benchmarks.Peers;

/// <summary>A signature as a Marten user would record it, in clear.</summary>
public sealed record PetitionSigned(
    string Name, string Email, string? Country, string? Postcode, string? Comment, string? Channel, Guid? Referral);

/// <summary>The snapshot that a stream per campaign is written over.</summary>
public sealed record Petition(Guid Id, long Count)
{
    public static Petition Create(IEvent<PetitionLaunched> e) => new(e.StreamId, 0);

    public Petition Apply(PetitionSigned e) => this with { Count = Count + 1 };
}

public sealed record PetitionLaunched(string Slug);
