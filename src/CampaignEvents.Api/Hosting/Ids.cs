namespace CampaignEvents.Api.Hosting;

/// <summary>The one place that makes ids: UUID version 7, which keeps indexes dense.</summary>
internal sealed class Ids(TimeProvider clock)
{
#pragma warning disable RS0030 // This is the edge.
    public Guid Next() => Guid.CreateVersion7(clock.GetUtcNow());
#pragma warning restore RS0030
}
