namespace CampaignEvents.Api.Tests.Imports;

/// <summary>A test on a file of <c>shared/data</c>, a folder beside the project; skipped with a reason where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RealDataFactAttribute : FactAttribute
{
    public RealDataFactAttribute(string name)
    {
        if (File(name) is null)
            Skip = $"shared/data/{name} is not beside the project.";
    }

    public static FileInfo? File(string name) => RepositoryFile.Find("shared", "data", name);
}
