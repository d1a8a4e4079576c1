namespace CampaignEvents.Api.Tests;

/// <summary>A file of the repository, or beside it.</summary>
internal static class RepositoryFile
{
    /// <summary>Null when it is in no folder above the tests'.</summary>
    public static FileInfo? Find(params string[] names)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = new FileInfo(Path.Combine([folder.FullName, .. names]));
            if (file.Exists)
                return file;
        }
        return null;
    }
}
