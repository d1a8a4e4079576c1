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

    public static FileInfo? File(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = new FileInfo(Path.Combine(folder.FullName, "shared", "data", name));
            if (file.Exists)
                return file;
        }
        return null;
    }
}
