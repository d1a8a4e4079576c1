namespace CampaignEvents.Domain.Tallies;

/// <summary>By what the count is told apart. The numbers are stored.</summary>
public enum Dimension
{
    Country = 1,
    Channel = 2,
    Share = 3,
}
